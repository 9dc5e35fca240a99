import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isUnderWayFrom } from '#functions/routes/schedule/is-under-way-from';
import { lasting, underWayFrom } from '#functions/routes/schedule/lasting';

const times = { noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') };
const near = (start: Date, ms: number) => new Date(Math.min(start.getTime() + ms, times.max.getTime())).toISOString();

/** Mostly close together, near the limits. */
const schedule = fc
  .record({
    start: fc.date(times),
    lastsMs: fc.option(fc.oneof(fc.nat(3_600_000 * 100), fc.nat(3_600_000 * 10_000))),
    laterMs: fc.nat(3_600_000 * 200),
  })
  .map(({ start, lastsMs, laterMs }) => ({
    from: near(start, laterMs),
    route: { scheduledStart: start.toISOString(), scheduledEnd: lastsMs === null ? null : near(start, lastsMs) },
  }));

const start = '2026-05-04T08:00:00.000Z';

test.each([
  [0, '0'],
  [4, '4'],
  [4.01, '12'],
  [336, '336'],
  [4_380, '4380'],
  [4_380.01, 'longer'],
])('a route of %s hours has the duration class %s', (hours, duration) =>
  expect(lasting({ scheduledStart: start, scheduledEnd: near(new Date(start), hours * 3_600_000) })).toBe(duration),
);

test('every route under way at or after a time is in the index ranges that are read', () => {
  fc.assert(
    fc.property(schedule, ({ route, from }) => {
      if (!isUnderWayFrom(route, from)) return;
      const part = underWayFrom(from).find(({ by }) => by === lasting(route));
      expect(part).toBeDefined();
      expect(part!.from === undefined || part!.from <= route.scheduledStart).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test('a route that ended long ago is not in the index ranges that are read', () => {
  const parts = underWayFrom('2026-05-04T08:00:00.000Z');
  const over = { scheduledStart: '2026-05-02T08:00:00.000Z', scheduledEnd: '2026-05-02T16:00:00.000Z' };
  expect(parts.find(({ by }) => by === lasting(over))!.from! > over.scheduledStart).toBe(true);
});
