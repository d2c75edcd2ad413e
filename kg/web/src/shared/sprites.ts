// Texts that are painted once and then copied.

export const LINE = 15; // from one to the next

export interface Sprite { image: HTMLCanvasElement; pad: number; w: number; h: number }

export class Sprites {
  ratio = 1; // of pixels of the screen to those of the page
  private made = new Map<string, Sprite>();
  private pen = document.createElement("canvas").getContext("2d")!;
  private widths = new Map<string, number>();

  /** How wide a text is, in pixels. */
  width(text: string, font: string): number {
    const key = font + text;
    let width = this.widths.get(key);
    if (width === undefined) {
      this.pen.font = font;
      width = this.pen.measureText(text).width;
      this.widths.set(key, width);
    }
    return width;
  }

  /** The text painted once, with a border of the paper's colour, or on a patch of it. */
  of(lines: string[], font: string, ink: string, paper: string, patch: boolean): Sprite {
    const key = [this.ratio, font, ink, paper, ...lines].join("\n");
    const known = this.made.get(key);
    if (known) return known;
    const w = Math.ceil(Math.max(...lines.map((line) => this.width(line, font)))) + 4;
    const [h, pad] = [patch ? 14 : LINE * lines.length, 3];
    const image = document.createElement("canvas");
    image.width = Math.ceil((w + 2 * pad) * this.ratio);
    image.height = Math.ceil((h + 2 * pad) * this.ratio);
    const pen = image.getContext("2d")!;
    pen.setTransform(this.ratio, 0, 0, this.ratio, pad * this.ratio, pad * this.ratio);
    if (patch) { pen.fillStyle = paper; pen.fillRect(0, 0, w, h); }
    Object.assign(pen, { font, textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 3.5 });
    lines.forEach((line, n) => {
      pen.strokeStyle = paper;
      pen.strokeText(line, w / 2, n * LINE + 1);
      pen.fillStyle = ink;
      pen.fillText(line, w / 2, n * LINE + 1);
    });
    if (this.made.size > 4000) this.made.clear();
    const made = { image, pad, w, h };
    this.made.set(key, made);
    return made;
  }
}
