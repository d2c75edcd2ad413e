// What is kept in the address: the thing selected and the period, which network, timeline and map share, and of the
// network also what its legend hides and which things were expanded, one after the other.

export interface Shared {
  thing: string | null; from: string | null; until: string | null; hide: string | null; omit: string | null; grown: string | null;
}

export const CHANGED = "kg:selection";
const VIEWS = ["/network", "/timeline", "/map"];

export function shared(): Shared {
  const words = new URLSearchParams(location.hash.slice(1));
  const [thing, from, until, hide, omit, grown] = ["thing", "from", "until", "hide", "omit", "grown"].map((name) => words.get(name));
  return { thing, from, until, hide, omit, grown };
}

/** Keeps what changed in the address, takes it along to the other views, and tells whoever listens. */
export function share(change: Partial<Shared>): void {
  const now = { ...shared(), ...change };
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(now)) if (value) words.set(name, value);
  history.replaceState(null, "", `${location.pathname}${location.search}${String(words) && `#${words}`}`);
  carry(now);
  document.dispatchEvent(new CustomEvent<Shared>(CHANGED, { detail: now }));
}

export function carry({ thing, from, until }: Shared = shared()): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".site-nav a, .views a")) {
    const url = new URL(link.href);
    if (!VIEWS.includes(url.pathname)) continue;
    const words = new URLSearchParams();
    for (const [name, value] of Object.entries({ thing, from, until })) if (value) words.set(name, value);
    if (url.pathname === "/network" && thing && !url.searchParams.has("question")) url.searchParams.set("thing", thing);
    url.hash = String(words);
    link.href = url.href;
  }
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
  for (const view of ["known-by", "as-of", "merged"]) if (given.get(view)) url.searchParams.set(view, given.get(view)!);
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
