import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Samples } from '#scripts/openapi/asyncapi';

const golden = new URL('../../events/golden/', import.meta.url);

/** Samples of a context's events, by `Type.revision`. */
export const goldenEventsOf = (context: string): Samples => {
  const file = new URL(`${context}.json`, golden);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
};

/** Samples of all events, by `Type.revision`. */
export const goldenEvents = (): Samples =>
  Object.assign({}, ...readdirSync(golden).map((file) => goldenEventsOf(file.replace('.json', ''))));

/** One sample of each event, in its latest revision. */
export const samples = (): Samples => {
  const all = Object.entries(goldenEvents()).map(([name, data]) => {
    const [type = '', revision] = name.split('.');
    return { type, revision: Number(revision), data };
  });
  return Object.fromEntries(all.toSorted((a, b) => a.revision - b.revision).map(({ type, data }) => [type, data]));
};
