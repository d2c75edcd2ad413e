// What timeline and map have in common: events, which of them lie in the period, which one is selected.
import { button, count, el } from "../shared/dom";
import { period } from "../shared/panel";
import { Period } from "../shared/period";
import { CHANGED, page, share, shared } from "./address";
import { Listing } from "./listing";

export interface Event {
  id: string; colour: string; shape: string; label: string; kind: string; kindLabel: string; first: string | null; last: string | null; dateWritten: string;
  placeId: string; place: string; lat: number | null; lon: number | null; actors: { id: string; label: string }[];
}
export interface Sent { things: number; events: Event[]; undated: number; unplaced: number }

/** Whether something is an event, its place, or one of those who take part. */
export const belongs = ({ id, placeId, actors }: Event, thing: string | null): boolean =>
  thing !== null && (id === thing || placeId === thing || actors.some((each) => each.id === thing));

export interface Ends { from: string | null; until: string | null }

export class Events {
  private period: Period;
  private listing: Listing;
  private list = el("ul", { class: "picked", "aria-live": "polite" });

  /** `draw` is called with the events that lie in the period, and again when that or the selection changes. */
  constructor(
    root: HTMLElement, readonly all: Event[], whole: number,
    private draw: (shown: Event[], selected: string | null, ends: Ends) => void,
  ) {
    const slider = el("fieldset", { class: "period" }, el("legend", { text: "Time" }));
    root.append(slider, this.list);
    this.period = new Period(all, slider, () => {
      const { from, until } = this.period.state;
      share({ from, until });
    });
    this.listing = new Listing(all, whole, this.period);
    const { from, until } = shared();
    this.period.set(from, until, true);
    document.addEventListener(CHANGED, () => this.show());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.show());
    addEventListener("resize", () => this.show());
  }

  show(): void {
    const shown = this.all.filter((event) => this.period.holds(event));
    const { thing } = shared();
    this.draw(shown, thing, this.period.state);
    this.listing.show(shown);
    const away = this.all.filter((event) => event.id === thing && !this.period.holds(event));
    this.pick([...away, ...shown.filter((event) => belongs(event, thing))], away.length ? "is not drawn: it lies outside the time" : "");
  }

  /** Lists events with links, such as those of one place. */
  private pick(events: Event[], note: string): void {
    const rows = events.slice(0, 50).map((event, i) => el("li", {},
      el("time", { text: event.dateWritten || period(event.first, event.last) || "undated" }), " ",
      el("a", { href: page(event.id), text: event.label, dir: "auto" }),
      event.place ? el("small", { text: ` ${event.place}` }) : null, " ",
      button({ class: "link", text: "select", "aria-label": `Select ${event.label}` }, () => share({ thing: event.id })),
      i || !note ? null : ` ${note}`));
    if (events.length > 50) rows.push(el("li", { text: `and ${count(events.length - 50, "more event")}: narrow the time` }));
    this.list.replaceChildren(...rows);
  }
}
