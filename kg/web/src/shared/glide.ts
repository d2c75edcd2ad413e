// While the view of a large graph is dragged, its picture is moved along, and drawn anew where the hand rests:
// a copy costs the same for any number of nodes.
import type { Network } from "vis-network/esnext";

const REST = 140; // milliseconds without a move

export class Glide {
  private copy: HTMLCanvasElement | null = null;
  private at = { x: 0, y: 0 };
  private frame = 0;
  private timer = 0;

  /** `large` tells, at the start of a drag, whether it is worth it. */
  constructor(private network: Network, private root: HTMLElement, large: () => boolean) {
    network.on("dragStart", ({ nodes }: { nodes: unknown[] }) => { if (!nodes.length && large()) this.start(); });
    network.on("dragging", () => { if (this.copy) this.next(); });
    network.on("dragEnd", () => this.stop());
  }

  /** vis-network's own switch for drawing, which it uses while it moves many nodes. */
  private emit(name: "_blockRedraw" | "_allowRedraw"): void {
    (this.network as unknown as { body: { emitter: { emit(name: string): void } } }).body.emitter.emit(name);
  }

  private get canvas(): HTMLCanvasElement { return this.root.querySelector("canvas")!; }

  private start(): void {
    const { canvas } = this;
    this.copy = document.createElement("canvas");
    this.copy.width = canvas.width;
    this.copy.height = canvas.height;
    this.copy.getContext("2d")!.drawImage(canvas, 0, 0);
    this.at = this.network.canvasToDOM({ x: 0, y: 0 });
    this.emit("_blockRedraw");
  }

  private next(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.paint());
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.stop();
      requestAnimationFrame(() => this.start());
    }, REST);
  }

  private paint(): void {
    if (!this.copy) return;
    const { canvas } = this;
    const ratio = canvas.width / canvas.clientWidth;
    const now = this.network.canvasToDOM({ x: 0, y: 0 });
    const pen = canvas.getContext("2d")!;
    pen.save();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(this.copy, Math.round((now.x - this.at.x) * ratio), Math.round((now.y - this.at.y) * ratio));
    pen.restore();
  }

  private stop(): void {
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    if (!this.copy) return;
    this.copy = null;
    this.emit("_allowRedraw");
    this.network.redraw();
  }
}
