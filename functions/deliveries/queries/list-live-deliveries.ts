import { query, z } from '@waybill/kernel';
import { minutesBetween } from '../minutes-between.ts';
import { LiveDelivery, liveDelivery } from '../projections/live-delivery.ts';

const { ahead, last, ...shape } = LiveDelivery.omit({ open: true }).shape;

const LiveAnswer = z.object({
  ...shape,
  lastCheckpoint: last,
  nextCheckpoint: ahead.element.nullable(),
  delayMinutes: z.number(),
  openIncidents: z.number().int(),
  /** When something last went wrong that is still open. */
  troubleSince: z.iso.datetime().nullable(),
});
type LiveAnswer = z.infer<typeof LiveAnswer>;

export const listLiveDeliveries = query({
  summary: 'The board: what is under way now, latest trouble first',
  route: 'GET /deliveries/live',
  role: 'auditor',
  input: z.strictObject({}),
  output: z.object({ items: z.array(LiveAnswer), asOf: z.iso.datetime() }),
  reads: { live: liveDelivery },

  answer: async (_, { live }, { now }) => {
    const items: LiveAnswer[] = [];
    for await (const row of live.every('underWay')) items.push(onBoard(row, now));
    return { items: items.toSorted(latestTroubleFirst), asOf: now };
  },
});

const onBoard = ({ open, ahead, last, ...row }: LiveDelivery, now: string): LiveAnswer => ({
  ...row,
  lastCheckpoint: last,
  nextCheckpoint: ahead[0] ?? null,
  delayMinutes: delay({ ahead, last, route: row.route }, now),
  openIncidents: open.length,
  troubleSince:
    open
      .map(({ reportedAt }) => reportedAt)
      .toSorted()
      .at(-1) ?? null,
});

/** Overdue at what comes next, or as late as it was at the last checkpoint. */
const delay = ({ ahead, last, route }: Pick<LiveDelivery, 'ahead' | 'last' | 'route'>, now: string) =>
  Math.max(
    0,
    minutesBetween(ahead[0]?.expectedAt ?? route.scheduledEnd, now),
    last ? minutesBetween(last.expectedAt, last.reachedAt) : 0,
  );

const latestTroubleFirst = (a: LiveAnswer, b: LiveAnswer) =>
  (b.troubleSince ?? '').localeCompare(a.troubleSince ?? '') ||
  b.delayMinutes - a.delayMinutes ||
  a.createdAt.localeCompare(b.createdAt);
