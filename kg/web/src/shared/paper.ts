// A page is printed on white, also where it is dark, with all rows of its table.
import type { Canvas } from "./canvas";

/** Paints a drawing for paper and back; `lay` lays out what else is printed, and gives what puts it back. */
export function onPaper(canvas: Canvas, lay: () => () => void): void {
  let back = () => {};
  addEventListener("beforeprint", () => {
    document.documentElement.classList.add("paper");
    back = lay();
    canvas.repaint();
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("paper");
    back();
    canvas.repaint();
  });
}
