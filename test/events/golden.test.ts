import { describe, expect, test } from 'vitest';
import { goldenEvents } from '#scripts/api/samples';
import * as contexts from '../../events/index.ts';

const golden = goldenEvents();
const contextOf = (event: unknown) =>
  Object.entries(contexts).find(([, all]) => Object.values(all).includes(event as never))?.[0];

const events = Object.values(contexts)
  .flatMap((context): unknown[] => Object.values(context))
  .filter((exported) => typeof exported === 'function' && 'revision' in exported) as any[];

/** Every event revision stays readable. Files in `events/golden` are only added to, never edited. */
describe.each(events.map((event) => [event.type, event]))('%s', (_, event) => {
  const revisions = Array.from({ length: event.revision }, (_, i) => i + 1);

  test.each(revisions)('revision %i can still be read', (revision) => {
    const data = golden[`${event.type}.${revision}`];
    expect(
      data,
      `Run npm run openapi: it adds ${event.type}.${revision} to events/golden/${contextOf(event)}.json.`,
    ).toBeDefined();
    expect(() => event.schema.strict().parse(event.read({ type: event.type, revision, data }))).not.toThrow();
  });
});

test('every event belongs to one context only', () => {
  const types = events.map(({ type }) => type);
  expect(types).toEqual([...new Set(types)]);
});

test('every sample belongs to a known event', () => {
  const known = events.flatMap(({ type, revision }) => Array.from({ length: revision }, (_, i) => `${type}.${i + 1}`));
  expect(known).toEqual(expect.arrayContaining(Object.keys(golden)));
});
