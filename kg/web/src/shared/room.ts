// Where there is room on the screen.

export interface Box { x: number; y: number; w: number; h: number; of?: number }

/** Rectangles that are taken, in buckets so that a look-up stays short. */
export class Room {
  private buckets = new Map<number, Box[]>();

  private *keys({ x, y, w, h }: Box): Iterable<number> {
    for (let column = Math.floor(x / 96); column <= Math.floor((x + w) / 96); column++)
      for (let row = Math.floor(y / 48); row <= Math.floor((y + h) / 48); row++) yield column * 4096 + row;
  }

  /** Whether nothing lies there, but for what belongs to the node `but`. */
  free(box: Box, but = -1): boolean {
    const { x, y, w, h } = box;
    for (const key of this.keys(box))
      for (const o of this.buckets.get(key) ?? [])
        if (o.of !== but && x < o.x + o.w && o.x < x + w && y < o.y + o.h && o.y < y + h) return false;
    return true;
  }

  take(box: Box): void {
    for (const key of this.keys(box)) {
      const bucket = this.buckets.get(key);
      if (bucket) bucket.push(box);
      else this.buckets.set(key, [box]);
    }
  }
}
