// Elements. Every text gets in as text, never as HTML.

type Child = Node | string | null | undefined;
type Attributes = Record<string, string | number | undefined> & { text?: string };

export const $ = <T extends HTMLElement = HTMLElement>(id: string): T => document.getElementById(id) as T;

/** An element with attributes (`text` is its content) and children; missing children are left out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Attributes = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (name !== "text" && value !== undefined) element.setAttribute(name, String(value));
  if (attributes.text !== undefined) element.textContent = attributes.text;
  element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined));
  return element;
}

export function button(attributes: Attributes, on: () => void, ...children: Child[]): HTMLButtonElement {
  const made = el("button", { type: "button", ...attributes }, ...children);
  made.addEventListener("click", on);
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(tag: string, attributes: Record<string, string | number>, ...children: (Node | string)[]): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

export const number = (value: number): string => value.toLocaleString("en");

export const count = (value: number, noun: string): string => `${number(value)} ${noun}${value === 1 ? "" : "s"}`;

/** "3 of 4 nodes", or "4 nodes" where it is all of them. */
export const share = (value: number, all: number, noun: string): string =>
  (value === all ? "" : `${number(value)} of `) + count(all, noun);

/** Text as search compares it. */
export const fold = (text: string): string => text.normalize("NFKC").toLowerCase();

export function save(blob: Blob, name: string): void {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
