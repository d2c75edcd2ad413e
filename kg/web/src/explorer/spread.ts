// Free places for what comes later: on a spiral around the thing that it belongs to, clear of all marks that are there.
import type { GraphNode } from "../shared/model";

const NEAREST = 130; // from the thing itself
const STEP = 64; // of the spiral, whose turns lie about twice as far apart
const ROOM = 90; // between two marks, so that most names find room
const GOLDEN = Math.PI * (3 - Math.sqrt(5)); // the turn that leaves no gaps

/** Gives each of some nodes a place around another; `there` are those that keep theirs. */
export function spread(fresh: GraphNode[], around: GraphNode, there: GraphNode[]): void {
  const taken = [...there];
  let turn = (NEAREST / STEP) ** 2;
  for (const node of fresh) {
    do place(node, around, turn++); while (taken.some(({ x, y }) => Math.hypot(x - node.x, y - node.y) < ROOM));
    taken.push(node);
  }
}

function place(node: GraphNode, { x, y }: GraphNode, turn: number): void {
  const far = STEP * Math.sqrt(turn);
  [node.x, node.y] = [x + far * Math.cos(GOLDEN * turn), y + far * Math.sin(GOLDEN * turn)];
}
