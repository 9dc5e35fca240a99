import { readdirSync, readFileSync } from 'node:fs';
import type { Samples } from '#scripts/openapi/asyncapi';

const golden = new URL('../../events/golden/', import.meta.url);

/** Recorded samples of all events, by `Type.revision`. */
export const goldenEvents = (): Samples =>
  Object.assign({}, ...readdirSync(golden).map((file) => JSON.parse(readFileSync(new URL(file, golden), 'utf8'))));

/** One sample of each event, in its latest revision. */
export const samples = (): Samples => {
  const all = Object.entries(goldenEvents()).map(([name, data]) => {
    const [type = '', revision] = name.split('.');
    return { type, revision: Number(revision), data };
  });
  return Object.fromEntries(all.toSorted((a, b) => a.revision - b.revision).map(({ type, data }) => [type, data]));
};
