// While one node of a large graph is dragged, the rest is a picture: of its lines and of its marks, so that the lines of the
// node go between them.
import type { Model } from "./model";
import { drawEdges, drawNodes, type Emphasis } from "./painter";

export class Rest {
  private lines: HTMLCanvasElement;
  private marks: HTMLCanvasElement;
  private own: (edge: number) => boolean;

  constructor({ canvas }: CanvasRenderingContext2D, private transform: DOMMatrix, private model: Model, how: Emphasis, private held: number) {
    const own = new Set(model.touching[held]);
    this.own = (edge) => own.has(edge);
    this.lines = this.layer(canvas, (pen) => drawEdges(pen, model, how, (edge) => !own.has(edge)));
    this.marks = this.layer(canvas, (pen) => drawNodes(pen, model, how, (node) => node !== held));
  }

  paint(pen: CanvasRenderingContext2D, how: Emphasis): void {
    this.copy(pen, this.lines);
    drawEdges(pen, this.model, how, this.own);
    this.copy(pen, this.marks);
    drawNodes(pen, this.model, how, (node) => node === this.held);
  }

  private layer({ width, height }: HTMLCanvasElement, draw: (pen: CanvasRenderingContext2D) => void): HTMLCanvasElement {
    const made = Object.assign(document.createElement("canvas"), { width, height });
    const pen = made.getContext("2d")!;
    pen.setTransform(this.transform);
    draw(pen);
    return made;
  }

  private copy(pen: CanvasRenderingContext2D, layer: HTMLCanvasElement): void {
    pen.save();
    pen.resetTransform();
    pen.drawImage(layer, 0, 0);
    pen.restore();
  }
}
