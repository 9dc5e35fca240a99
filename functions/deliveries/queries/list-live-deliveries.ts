import { largePage, pageOf, query, z } from '@waybill/kernel';
import { DeliveryRow } from '../answers/delivery-row.ts';
import { minutesBetween } from '../answers/minutes-between.ts';
import { dueNext, nextCheckpoint, troubleSince } from '../answers/urgency-of.ts';
import { deliveryRow } from '../projections/delivery-row.ts';

const Checkpoint = z
  .object({
    sequence: z.number().int().describe('Its place on the route.'),
    location: z.string().describe('The address or name of the place.'),
    expectedAt: z.iso.datetime().describe('When the driver is expected there.'),
  })
  .meta({ id: 'NextCheckpoint', description: 'A checkpoint that is not reached yet.' });

const { deliveryId, status, reference, priority, driver, vehicle, createdAt } = DeliveryRow.shape;

const LiveAnswer = z
  .object({
    deliveryId,
    status,
    reference,
    priority,
    route: z
      .object({
        routeId: z.guid().describe('The route.'),
        origin: z.string().describe('Where it starts.'),
        destination: z.string().describe('Where it ends.'),
        scheduledEnd: z.iso.datetime().describe('When it ends.'),
      })
      .meta({ id: 'LiveRoute', description: 'The route of a delivery under way.' }),
    driver,
    vehicle,
    createdAt,
    lastCheckpoint: Checkpoint.extend({ reachedAt: z.iso.datetime().describe('When it was reached.') })
      .meta({ id: 'LastCheckpoint', description: 'The last reached checkpoint.' })
      .nullable()
      .describe('The last reached checkpoint, if there is one.'),
    nextCheckpoint: Checkpoint.nullable().describe('The next checkpoint, if one is left.'),
    delayMinutes: z.number().describe('The current delay, in minutes.'),
    openIncidents: z.number().int().describe('The number of open incidents.'),
    troubleSince: z.iso.datetime().nullable().describe('When the latest of its open incidents was reported.'),
  })
  .meta({ id: 'LiveDelivery', description: 'A delivery under way.' });
type LiveAnswer = z.infer<typeof LiveAnswer>;

export const listLiveDeliveries = query({
  summary: 'List live deliveries',
  description:
    'The deliveries under way: first those with open incidents, the latest incident first, then the most delayed.',
  route: 'GET /deliveries/live',
  role: 'auditor',
  input: z.strictObject(largePage),
  output: pageOf(LiveAnswer),
  reads: { deliveries: deliveryRow },

  answer: async ({ limit, cursor }, { deliveries }, { now }) => {
    const found = await deliveries.list('underWay', { limit, cursor, filters: {} });
    return { ...found, items: found.items.map((row) => onBoard(row, now)).toSorted(latestTroubleFirst) };
  },
});

const onBoard = (row: DeliveryRow, now: string): LiveAnswer => {
  const last = lastCheckpoint(row);
  return {
    ...row,
    lastCheckpoint: last,
    nextCheckpoint: nextCheckpoint(row) ?? null,
    // The time overdue at the next checkpoint, or the delay at the last one, whichever is greater.
    delayMinutes: Math.max(
      0,
      minutesBetween(dueNext(row), now),
      last ? minutesBetween(last.expectedAt, last.reachedAt) : 0,
    ),
    openIncidents: row.incidents.filter(({ resolvedAt }) => !resolvedAt).length,
    troubleSince: troubleSince(row) ?? null,
  };
};

const lastCheckpoint = ({ checkpoints }: DeliveryRow): LiveAnswer['lastCheckpoint'] =>
  checkpoints.flatMap(({ reachedAt, ...it }) => (reachedAt ? [{ ...it, reachedAt }] : [])).at(-1) ?? null;

/** The index already sorts by latest open incident. The rest of a page is sorted by current delay. */
const latestTroubleFirst = (a: LiveAnswer, b: LiveAnswer) =>
  (b.troubleSince ?? '').localeCompare(a.troubleSince ?? '') ||
  b.delayMinutes - a.delayMinutes ||
  a.createdAt.localeCompare(b.createdAt);
