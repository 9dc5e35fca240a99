import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as house from '../../events/index.ts';

const golden = join(import.meta.dirname, '../../events/golden');

const events = Object.values(house)
  .flatMap((context): unknown[] => Object.values(context))
  .filter((exported) => typeof exported === 'function' && 'revision' in exported) as any[];

/** Events are for ever: whatever we once recorded, we can still read. Golden files are added, never edited. */
describe.each(events.map((event) => [event.type, event]))('%s', (_, event) => {
  const revisions = Array.from({ length: event.revision }, (_, i) => i + 1);

  test.each(revisions)('revision %i can still be read', (revision) => {
    const file = `${event.type}.${revision}.json`;
    expect(existsSync(join(golden, file)), `Add events/golden/${file}, with the data of that revision.`).toBe(true);
    const data = JSON.parse(readFileSync(join(golden, file), 'utf8'));
    expect(() => event.schema.strict().parse(event.read({ type: event.type, revision, data }))).not.toThrow();
  });
});

test('every event is said by one context only', () => {
  const types = events.map(({ type }) => type);
  expect(types).toEqual([...new Set(types)]);
});

test('every sample is of an event that we know', () => {
  const known = events.flatMap(({ type, revision }) =>
    Array.from({ length: revision }, (_, i) => `${type}.${i + 1}.json`),
  );
  expect(known).toEqual(expect.arrayContaining(readdirSync(golden)));
});
