import { readdirSync, readFileSync } from 'node:fs';
import type { Samples } from '#scripts/openapi/asyncapi';

const golden = new URL('../../events/golden/', import.meta.url);

/** One sample of each event, in its latest revision. */
export const samples = (): Samples => {
  const files = readdirSync(golden)
    .map((file) => /^(\w+)\.(\d+)\.json$/.exec(file))
    .filter((match) => match !== null)
    .toSorted((a, b) => Number(a[2]) - Number(b[2]));
  return Object.fromEntries(
    files.map(([file, type]) => [type!, JSON.parse(readFileSync(new URL(file, golden), 'utf8'))]),
  );
};
