// What stands beside a drawing of events follows its time: their number, the table, and the links to the same as data.
import { button, el, number } from "../shared/dom";
import type { Period } from "../shared/period";
import { page } from "./address";
import type { Event } from "./events";

const STEP = 100;
const LINKS = ".site-footer a[href*='.json'], .site-footer a[href*='.csv'], link[rel=alternate]";

export class Listing {
  private among = el("span"); // stands before the number that the server wrote
  private told = document.querySelector(".counts");
  private body = document.querySelector<HTMLTableSectionElement>(".canvas ~ .table-scroll tbody");
  private written = [...this.body?.rows ?? []];
  private links = new Map([...document.querySelectorAll<HTMLAnchorElement | HTMLLinkElement>(LINKS)].map((link) => [link, link.href]));
  private fields = new Map([...document.querySelectorAll<HTMLInputElement>("form.card :is([name=from], [name=until])")].map((field) => [field, field.value]));
  private rest = [...document.querySelectorAll<HTMLTableRowElement>(".canvas ~ details tbody tr")];
  private restNumbers = [...document.querySelectorAll<HTMLElement>(".rest")].map((place) => [place, place.textContent!] as const);
  private more = button({}, () => this.extend());
  private shown: Event[] = [];

  /** `whole` is how many there are, of which a large graph sends the first. */
  constructor(private all: Event[], private whole: number, private period: Period) {
    this.told?.setAttribute("role", "status");
    this.told?.prepend(this.among);
    this.body?.closest(".table-scroll")?.after(this.more);
  }

  show(shown: Event[]): void {
    const { from, until } = this.period.state;
    const narrowed = Boolean(from || until);
    const sent = this.all.length < this.whole ? `the first ${number(this.all.length)} of ` : "";
    this.among.textContent = (narrowed ? `${number(shown.length)} of ` : "") + sent;
    for (const [link, href] of this.links) link.href = asking(href, { from, until });
    for (const pages of document.querySelectorAll<HTMLElement>(".canvas ~ .pages")) pages.hidden = narrowed;
    for (const row of this.rest) row.hidden = !this.period.holds({ first: row.dataset.first, last: row.dataset.last });
    for (const [place, whole] of this.restNumbers) place.textContent = this.within(whole);
    this.follow({ from, until });
    this.shown = shown;
    this.more.hidden = true;
    this.body?.replaceChildren(...(narrowed ? [] : this.written));
    if (narrowed) this.extend();
  }

  /** How many of those that are only listed lie in the time, as far as all of them are there. */
  private within(whole: string): string {
    const held = this.rest.filter(({ hidden }) => !hidden).length;
    if (held === this.rest.length) return whole;
    return number(this.rest.length) === whole ? `${number(held)} of ${whole}` : `${whole} of all days`;
  }

  /** Has the fields of the form tell the time once it is moved, and what they told before once it is not narrowed. */
  private follow(days: Record<string, string | null>): void {
    for (const [field, written] of this.fields) {
      const day = days[field.name] ?? "";
      if (day === (field.dataset.day ?? "")) continue;
      field.value = day || written;
      field.dataset.day = day;
    }
  }

  /** Adds the next rows to the table. */
  private extend(): void {
    const done = this.body?.rows.length ?? 0;
    this.body?.append(...this.shown.slice(done, done + STEP).map(row));
    const left = this.shown.length - (this.body?.rows.length ?? 0);
    this.more.hidden = left <= 0;
    this.more.textContent = `Show the next ${Math.min(STEP, left)} of ${number(left)}`;
  }
}

const link = (id: string, text: string): HTMLElement => el("a", { href: page(id), text, dir: "auto" });

/** A row as the server writes it. */
function row(event: Event): HTMLElement {
  const { id, label, kindLabel, first, last, dateWritten, placeId, place, lat, lon, actors } = event;
  const when = dateWritten || (first === last ? first ?? "" : `${first ?? "…"} to ${last ?? "…"}`);
  const where = placeId ? [link(placeId, place), lat === null ? "" : ` ${lat}, ${lon}`] : [];
  const who = actors.flatMap((actor) => [link(actor.id, actor.label), ", "]).slice(0, -1);
  return el("tr", {}, el("td", {}, el("time", { text: when, datetime: first ?? undefined })), el("td", {}, link(id, label)),
    el("td", { text: kindLabel }), el("td", {}, ...where), el("td", {}, ...who));
}

function asking(href: string, days: Record<string, string | null>): string {
  const url = new URL(href);
  for (const [name, day] of Object.entries(days)) if (day) url.searchParams.set(name, day);
  return url.href;
}
