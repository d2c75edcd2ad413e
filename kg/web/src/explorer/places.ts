// Circles of a map that can each be hit, and names where they find room.

export interface Spot { x: number; y: number; r: number; at: [number, number]; name: string }
export interface Box { left: number; top: number; right: number; bottom: number }
export interface Name { text: string; x: number; y: number; anchor: "start" | "end" | "middle" }

const GAP = 2;
const FARTHEST = 48; // so far a circle may be moved from its place
const WORK = 20_000; // circles times rounds, so that a map of thousands is still dragged smoothly
const ROUNDS = 80;
const WIDEST = 40; // no two circles touch that are farther apart
const CLOSE = 6; // what lies closer goes apart in all directions, not in the line in which it lies
const GOLDEN = 2.4;
const LINE = 13;
const PADDING = 3;

/** The radius of a circle for so many events, where the most at one place are so many. */
export const radius = (count: number, most: number): number => 9 + 9 * Math.sqrt((count - 1) / Math.max(most - 1, 8));

/** Moves circles apart that cover each other, each no farther than some pixels. */
export function apart(spots: Spot[]): void {
  for (let round = 0; round < Math.min(ROUNDS, WORK / spots.length); round++) {
    spots.sort((a, b) => a.x - b.x);
    let moved = false;
    for (const [i, one] of spots.entries())
      for (let j = i + 1; j < spots.length && spots[j].x - one.x < WIDEST; j++) moved = push(one, spots[j], i + j) || moved;
    if (!moved) return;
  }
}

function push(one: Spot, other: Spot, turn: number): boolean {
  const away = Math.hypot(other.x - one.x, other.y - one.y);
  const lack = one.r + other.r + GAP - away;
  const [dx, dy] = away < CLOSE ? [Math.cos(GOLDEN * turn), Math.sin(GOLDEN * turn)] : [other.x - one.x, other.y - one.y];
  const far = Math.hypot(dx, dy);
  if (lack <= 0.1) return false;
  for (const [spot, way] of [[one, -1], [other, 1]] as [Spot, number][]) {
    const [x, y] = [spot.x + (way * dx * lack) / far / 2 - spot.at[0], spot.y + (way * dy * lack) / far / 2 - spot.at[1]];
    const back = Math.min(1, FARTHEST / Math.hypot(x, y));
    [spot.x, spot.y] = [spot.at[0] + x * back, spot.at[1] + y * back];
  }
  return true;
}

/** The names that find room beside their circle, those of large circles first. */
export function names(spots: Spot[], width: number, height: number, measure: (text: string) => number): Name[] {
  const taken: Box[] = spots.map(({ x, y, r }) => ({ left: x - r, top: y - r, right: x + r, bottom: y + r }));
  const found: Name[] = [];
  for (const { x, y, r, name } of [...spots].sort((a, b) => b.r - a.r || a.name.localeCompare(b.name))) {
    if (!name || x < 0 || y < 0 || x > width || y > height) continue;
    const w = measure(name);
    const places: Name[] = [
      { text: name, x: x + r + PADDING, y: y + 4, anchor: "start" }, { text: name, x: x - r - PADDING, y: y + 4, anchor: "end" },
      { text: name, x, y: y - r - PADDING, anchor: "middle" }, { text: name, x, y: y + r + LINE, anchor: "middle" },
    ];
    for (const place of places) {
      const left = place.anchor === "start" ? place.x : place.anchor === "end" ? place.x - w : place.x - w / 2;
      const box = { left, top: place.y - LINE + 2, right: left + w, bottom: place.y + 3 };
      if (box.left < 0 || box.top < 0 || box.right > width || box.bottom > height || taken.some((each) => meet(each, box))) continue;
      taken.push(box);
      found.push(place);
      break;
    }
  }
  return found;
}

const meet = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
