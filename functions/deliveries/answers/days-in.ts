interface Span {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

interface Day {
  /** The day, such as `2026-05-04`, and the next day. */
  readonly name: string;
  readonly next: string;
  readonly begins: string;
  readonly ends: string;
}

interface Days {
  /** The whole days, from the first to the one after the last (exclusive). An open end of the span stays open. */
  readonly whole: { readonly from?: string; readonly to?: string } | undefined;
  /** The partial days at both ends of the span. */
  readonly broken: readonly { readonly span: Span; readonly day: Day }[];
}

const nameOf = (at: string) => at.slice(0, 10);
const startOf = (day: string) => `${day}T00:00:00.000Z`;
const last = { day: '9999-12-31', moment: '9999-12-31T23:59:59.999Z' };

const dayOf = (at: string): Day => {
  const name = nameOf(at);
  const begins = startOf(name);
  // The last day has no next day. `~` sorts after every digit.
  if (name === last.day) return { name, next: `${name}~`, begins, ends: last.moment };
  const next = nameOf(new Date(Date.parse(begins) + 86_400_000).toISOString());
  return { name, next, begins, ends: startOf(next) };
};

/** Splits a span into whole days and partial days (UTC). */
export const daysIn = ({ from, to }: Span): Days => {
  const opening = from === undefined ? undefined : dayOf(from);
  const closing = to === undefined ? undefined : dayOf(to);
  const opensWhole = !opening || opening.begins === from;
  const closesWhole = !closing || closing.begins === to;
  // The span lies within one day.
  if (opening && closing && opening.name === closing.name)
    return { whole: undefined, broken: [{ span: { from, to }, day: opening }] };
  return {
    whole: {
      ...(opening && { from: opensWhole ? opening.name : opening.next }),
      ...(closing && { to: closing.name }),
    },
    broken: [
      ...(opensWhole ? [] : [{ span: { from, to: opening.ends }, day: opening }]),
      ...(closesWhole ? [] : [{ span: { from: closing.begins, to }, day: closing }]),
    ],
  };
};
