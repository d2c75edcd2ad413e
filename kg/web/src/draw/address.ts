// The address holds what is shown, so that it can be sent: selection, filters, view and position.
import type { Choice, Model } from "../shared/model";

type Away = Record<"kinds" | "statuses" | "relations", Set<string>>;

export interface State {
  choice: Choice; away: Away; table: boolean;
  period: { from: string | null; until: string | null; undated: boolean };
  at: { x: number; y: number; scale: number } | null;
}

const WORDS = { kinds: "hide", statuses: "without", relations: "omit" } as const;

export function remember(model: Model, { choice, away, period, table, at }: State): void {
  const words = new URLSearchParams();
  if (choice?.type === "node") words.set("node", model.nodes[choice.index].id);
  if (choice?.type === "edge") words.set("edge", String(choice.index));
  for (const [name, word] of Object.entries(WORDS)) for (const each of away[name as keyof Away]) words.append(word, each);
  if (period.from) words.set("from", period.from);
  if (period.until) words.set("until", period.until);
  if (!period.undated) words.set("undated", "no");
  if (table) words.set("view", "table");
  if (at) words.set("at", `${Math.round(at.x)},${Math.round(at.y)},${at.scale.toFixed(3)}`);
  history.replaceState(null, "", `#${words}`);
}

export function recall(model: Model): State {
  const words = new URLSearchParams(location.hash.slice(1));
  const node = model.find(words.get("node") ?? "");
  const edge = Number(words.get("edge") ?? NaN);
  const [x, y, scale] = (words.get("at") ?? "").split(",").map(Number);
  const set = (name: keyof Away) => new Set(words.getAll(WORDS[name]));
  return {
    choice: node >= 0 ? { type: "node", index: node } : model.edges[edge] ? { type: "edge", index: edge } : null,
    away: { kinds: set("kinds"), statuses: set("statuses"), relations: set("relations") },
    period: { from: words.get("from"), until: words.get("until"), undated: words.get("undated") !== "no" },
    table: words.get("view") === "table",
    at: [x, y, scale].every(Number.isFinite) && scale > 0 ? { x, y, scale } : null,
  };
}
