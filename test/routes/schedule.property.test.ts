import { newId } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addCheckpoint } from '#functions/routes/commands/add-checkpoint';
import { changeCheckpoint } from '#functions/routes/commands/change-checkpoint';
import { changeRoute } from '#functions/routes/commands/change-route';
import { changeRouteStatus } from '#functions/routes/commands/change-route-status';
import { createRoute } from '#functions/routes/commands/create-route';
import { planCheckpoints } from '#functions/routes/commands/plan-checkpoints';
import { removeCheckpoint } from '#functions/routes/commands/remove-checkpoint';
import { routeRow } from '#functions/routes/projections/route-row';
import { type Route, route } from '#functions/routes/route';
import { endOf } from '#functions/routes/schedule/end-of';

const orgId = newId('org');
const caller = { userId: newId('a user'), orgId, orgType: 'Customer', role: 'officer' as const };

/** Few different times and sequences, to produce collisions. */
const time = fc.integer({ min: 0, max: 12 }).map((n) => new Date(Date.UTC(2026, 4, 4, 8, n)).toISOString());
const sequence = fc.integer({ min: 1, max: 6 });
const location = fc.constantFrom('Here', 'There');
const place = fc.record({ location, expectedAt: time });

const wish = fc.oneof(
  fc.record({ sequence, location, expectedAt: time }).map((input) => [addCheckpoint, input] as const),
  fc.record({ sequence, location, expectedAt: time }).map((input) => [changeCheckpoint, input] as const),
  fc.record({ sequence }).map((input) => [removeCheckpoint, input] as const),
  fc.record({ checkpoints: fc.array(place, { maxLength: 4 }) }).map((input) => [planCheckpoints, input] as const),
  fc.record({ scheduledStart: time }).map((input) => [changeRoute, input] as const),
  fc.record({ scheduledEnd: fc.option(time, { freq: 1 }) }).map((input) => [changeRoute, input] as const),
  fc
    .record({ status: fc.constantFrom('Planning', 'Planning', 'Active', 'Deactivated') })
    .map((input) => [changeRouteStatus, input] as const),
);

const ascending = (values: readonly (string | number)[]) =>
  values.every((value, i) => i === 0 || values[i - 1]! < value);

const isSound = (route: Route) => {
  const { scheduledStart, plannedEnd, checkpoints, status } = route;
  const end = endOf(route);
  const times = checkpoints.map(({ expectedAt }) => expectedAt);
  expect(ascending(checkpoints.map(({ sequence }) => sequence))).toBe(true);
  expect(ascending([scheduledStart, ...times])).toBe(true);
  expect(checkpoints.length).toBeLessThanOrEqual(100);
  if (end !== undefined) expect(end > scheduledStart).toBe(true);
  for (const time of [...times, ...(plannedEnd ? [plannedEnd] : [])]) expect(end! >= time).toBe(true);
  if (status === 'Active') expect(end).toBeDefined();
};

test('a route keeps a valid schedule for any sequence of commands, and its row matches', async () => {
  await fc.assert(
    fc.asyncProperty(time, fc.option(time), fc.array(wish, { maxLength: 40 }), async (start, end, wishes) => {
      const platform = memory();
      const ask = async (command: any, input: object, key: string) => {
        try {
          return await command.execute(platform)({ input, caller, key, correlationId: 'test' });
        } catch (error: any) {
          expect(error).toMatchObject({ name: 'Problem', status: expect.toBeOneOf([404, 409]) });
        }
      };
      const valid = end !== null && end > start ? end : undefined;
      const first = { origin: 'A', destination: 'B', scheduledStart: start, scheduledEnd: valid };
      const { id: routeId } = await ask(createRoute, first, 'first');
      const stream = { context: 'routes', org: orgId, aggregate: 'route', id: routeId };

      for (const [i, [command, input]] of wishes.entries()) {
        await ask(command, { routeId, ...input }, `wish ${i}`);
        const history = await platform.events.read(stream);
        const state = route.fold(history)!;
        isSound(state);
        expect(routeRow.fold(undefined, history)).toMatchObject({
          status: state.status,
          scheduledStart: state.scheduledStart,
          scheduledEnd: endOf(state) ?? null,
          checkpoints: state.checkpoints,
        });
      }
    }),
    { numRuns: 300 },
  );
});
