// What makes a page come alive: it is whole without, and says so where a script cannot help.
import { carry, fail, forget, twin } from "./address";
import { complete } from "./complete";

document.documentElement.classList.add("scripted");
document.querySelectorAll<HTMLInputElement>("input[type=search][name=q]").forEach(complete);
carry();
document.querySelector(".site-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" }); // on phones it is one line
document.addEventListener("keydown", (event) => {
  const writing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, [contenteditable], .editor");
  if (event.defaultPrevented || event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.querySelector<HTMLInputElement>(".site-search input")?.focus();
});

document.addEventListener("submit", ({ target }) => {
  if (target instanceof HTMLFormElement && target.elements.namedItem("until")) forget("from", "until");
});

// an address that people copy has no empty fields
document.addEventListener("formdata", ({ formData }) => {
  const given = [...formData];
  for (const [name] of given) formData.delete(name);
  for (const [name, value] of given) if (value) formData.append(name, value);
});

const root = document.querySelector<HTMLElement>(".canvas");
const draws: Record<string, (root: HTMLElement) => Promise<void>> = {
  network: async (root) => { new (await import("./network")).NetworkPage(root, await twin()); },
  timeline: async (root) => (await import("./timeline")).timeline(root, await twin()),
};
const draw = draws[document.body.dataset.page ?? ""];
const ready = () => { document.documentElement.dataset.ready = ""; };
if (root && draw) draw(root).catch((error) => fail(root, error)).finally(ready);
else if (document.body.dataset.page !== "map") ready();
