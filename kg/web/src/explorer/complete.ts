// The search field completes names while they are typed: a combobox as ARIA describes it.
import { el } from "../shared/dom";
import { page, read, inView } from "./address";

interface Hit { id: string; label: string; kind: string; matched: string }
const WAIT = 120;

export function complete(input: HTMLInputElement, number: number): void {
  const list = el("ul", { class: "completions", role: "listbox", id: `completions-${number}`, "aria-label": "Things of this name" });
  list.hidden = true;
  let [hits, at, timer, asked]: [Hit[], number, number, AbortController | null] = [[], -1, 0, null];
  let about = ""; // the text that the hits are for
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off",
  })) input.setAttribute(name, value);
  input.after(list);

  function show(): void {
    list.hidden = !hits.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    list.replaceChildren(...hits.map((hit, i) => {
      const other = hit.matched && hit.matched !== hit.label && hit.matched !== hit.id ? hit.matched : "";
      const item = el("li", { role: "option", id: `${list.id}-${i}`, "aria-selected": String(i === at) },
        el("span", { text: hit.label, dir: "auto" }), " ", el("small", { text: [other, hit.kind].filter(Boolean).join(" · ") }));
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); go(hit); });
      return item;
    }));
    if (at >= 0) input.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function close(): void { hits = []; at = -1; show(); }
  const go = (hit: Hit) => location.assign(page(hit.id));

  async function ask(): Promise<void> {
    asked?.abort();
    const text = input.value.trim();
    if (!text) return close();
    asked = new AbortController();
    try {
      const found = await read<Hit[]>(inView("/complete.json", { q: text }), asked.signal);
      at = found.findIndex(({ id }) => id === hits[at]?.id); // what is chosen stays so while more is typed
      [hits, about] = [found, text];
      if (document.activeElement === input) show();
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) close(); // the form still searches
    }
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = window.setTimeout(() => void ask(), WAIT); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "ArrowDown" && hits.length) { at = (at + 1) % hits.length; show(); }
    else if (event.key === "ArrowUp" && hits.length) { at = (at - 1 + hits.length) % hits.length; show(); }
    else if (event.key === "Enter" && at >= 0 && about === input.value.trim()) go(hits[at]);
    else return;
    event.preventDefault();
  });
}
