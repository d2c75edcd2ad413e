// What is kept in the address: the thing selected and the period, which network, timeline and map share, of the network
// also what its legend hides and which things were expanded, one after the other; and of what the other views are.

const NAMES = ["thing", "from", "until", "hide", "omit", "grown"] as const;
const VIEWS = ["network", "timeline", "map"];
const SEEN = ["known-by", "as-of", "merged"]; // in which way all pages are seen

export type Shared = Record<(typeof NAMES)[number], string | null>;

export const CHANGED = "kg:selection";

const words = (): URLSearchParams => new URLSearchParams(location.hash.slice(1));

export function shared(): Shared {
  const told = words();
  return Object.fromEntries(NAMES.map((name) => [name, told.get(name)])) as Shared;
}

/** Keeps what changed in the address, takes it along to the other views, and tells whoever listens. */
export function share(change: Partial<Shared>): void {
  const now = words();
  for (const [name, value] of Object.entries(change)) if (value) now.set(name, value); else now.delete(name);
  history.replaceState(null, "", `${location.pathname}${location.search}${String(now) && `#${now}`}`);
  carry();
  document.dispatchEvent(new Event(CHANGED));
}

/** Takes something out of the address, of which a form that is being sent says something else. */
export function forget(...names: (keyof Shared)[]): void {
  const now = words();
  for (const name of names) now.delete(name);
  history.replaceState(null, "", `${location.pathname}${location.search}${String(now) && `#${now}`}`);
}

/** Has the links to the other views lead to what was seen there before, with all that is kept. */
export function carry(): void {
  const [now, here] = [words(), location.pathname.slice(1)];
  const asked = String(own(location.search));
  if (VIEWS.includes(here) && (asked || here === "network")) now.set(here, asked); // of all things is a network too
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".site-nav a, .views a")) {
    const url = new URL(link.href);
    const view = url.pathname.slice(1);
    const ofSite = link.closest(".site-nav") !== null; // else of the answer that is seen
    if (!VIEWS.includes(view) || (ofSite && view === here)) continue;
    if (ofSite) url.search = String(before(view, now, url));
    url.hash = String(now);
    link.href = url.href;
  }
}

/** What a view was asked for before, or the network around what is selected. */
function before(view: string, now: URLSearchParams, { searchParams }: URL): URLSearchParams {
  const asked = new URLSearchParams(now.get(view) ?? "");
  if (view === "network" && !now.has(view) && now.get("thing")) asked.set("thing", now.get("thing")!);
  for (const name of SEEN) if (searchParams.has(name)) asked.set(name, searchParams.get(name)!);
  return asked;
}

/** The words of an address, but for the way in which all pages are seen. */
function own(search: string): URLSearchParams {
  const given = new URLSearchParams(search);
  for (const name of SEEN) given.delete(name);
  return given;
}

/** The page of a thing. */
export const page = (id: string): string => {
  const [prefix, ...name] = id.split(":");
  return inView(`/${encodeURIComponent(prefix)}/${encodeURIComponent(name.join(":"))}`);
};

/** An address of this server, seen in the way that this page is seen. */
export function inView(path: string, words: Record<string, string | number> = {}): string {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries(words)) url.searchParams.set(name, String(value));
  const given = new URLSearchParams(location.search);
  for (const view of SEEN) if (given.get(view)) url.searchParams.set(view, given.get(view)!);
  return url.pathname + url.search;
}

export async function read<T>(address: string, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, signal });
  if (!answer.ok) throw new Error(`${address}: the server answers ${answer.status}: try again, or reload the page`);
  return answer.json() as Promise<T>;
}

export const twin = <T>(): Promise<T> => read<T>(document.body.dataset.twin!);

/** Says what went wrong where the drawing would be. */
export function fail(root: HTMLElement, error: unknown): void {
  const told = document.createElement("p");
  told.className = "error";
  told.setAttribute("role", "alert");
  told.textContent = `The drawing cannot be shown: ${error instanceof Error ? error.message : error}`;
  root.replaceChildren(told);
}
