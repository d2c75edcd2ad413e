// A name in a few short lines.

const COLUMNS = 20;
const wide = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60]/;

function columns(text: string): number {
  let sum = 0;
  for (const letter of text) sum += wide.test(letter) ? 2 : 1;
  return sum;
}

/** The text in at most three lines; what does not fit is cut with an ellipsis. */
export function wrap(text: string): string[] {
  const lines = [""];
  for (const word of text.trim().split(/\s+/)) {
    const last = lines[lines.length - 1];
    const longer = last ? `${last} ${word}` : word;
    if (!last || columns(longer) <= COLUMNS) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const kept = lines.slice(0, 3);
  if (lines.length > 3) kept[2] += "…";
  return kept.map((line) => {
    if (columns(line) <= COLUMNS + 4) return line;
    let cut = "";
    for (const letter of line) if (columns(cut) < COLUMNS + 2) cut += letter;
    return `${cut}…`;
  });
}
