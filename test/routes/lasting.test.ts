import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lasting, underWayFrom } from '#functions/routes/schedule/lasting';
import { touches } from '#functions/routes/schedule/touches';

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

test('every route under way at or after a time is in the index ranges that are read', () => {
  fc.assert(
    fc.property(schedule, ({ route, from }) => {
      if (!touches(route, { from })) return;
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
