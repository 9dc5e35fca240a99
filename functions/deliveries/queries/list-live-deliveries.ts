import { largePage, pageOf, query, z } from '@waybill/kernel';
import { minutesBetween } from '../minutes-between.ts';
import { LiveDelivery, liveDelivery } from '../projections/live-delivery.ts';
import { dueNext, troubleSince } from '../urgency-of.ts';

const { ahead, last, ...shape } = LiveDelivery.omit({ open: true }).shape;

const LiveAnswer = z
  .object({
    ...shape,
    lastCheckpoint: last,
    nextCheckpoint: ahead.element.nullable().describe('The checkpoint that is next, if one is left.'),
    delayMinutes: z.number().describe('How late it is, in minutes.'),
    openIncidents: z.number().int().describe('How many incidents are open.'),
    troubleSince: z.iso.datetime().nullable().describe('When the latest of its open incidents was reported.'),
  })
  .meta({ id: 'LiveDelivery', description: 'A delivery under way.' });
type LiveAnswer = z.infer<typeof LiveAnswer>;

export const listLiveDeliveries = query({
  summary: 'List live deliveries',
  description: 'The deliveries under way, those with the latest open incident first, then the most delayed.',
  route: 'GET /deliveries/live',
  role: 'auditor',
  input: z.strictObject(largePage),
  output: pageOf(LiveAnswer),
  reads: { live: liveDelivery },

  answer: async ({ limit, cursor }, { live }, { now }) => {
    const found = await live.list('underWay', { limit, cursor, asked: {} });
    return { ...found, items: found.items.map((row) => onBoard(row, now)).toSorted(latestTroubleFirst) };
  },
});

const onBoard = ({ open, ahead, last, ...row }: LiveDelivery, now: string): LiveAnswer => ({
  ...row,
  lastCheckpoint: last,
  nextCheckpoint: ahead[0] ?? null,
  delayMinutes: delay({ ahead, last, route: row.route }, now),
  openIncidents: open.length,
  troubleSince: troubleSince({ open }) ?? null,
});

/** Overdue at what comes next, or as late as it was at the last checkpoint. */
const delay = ({ last, ...row }: Pick<LiveDelivery, 'ahead' | 'last' | 'route'>, now: string) =>
  Math.max(0, minutesBetween(dueNext(row), now), last ? minutesBetween(last.expectedAt, last.reachedAt) : 0);

/** The list has the latest trouble first already; what is on time is ordered on its page, by how late it is now. */
const latestTroubleFirst = (a: LiveAnswer, b: LiveAnswer) =>
  (b.troubleSince ?? '').localeCompare(a.troubleSince ?? '') ||
  b.delayMinutes - a.delayMinutes ||
  a.createdAt.localeCompare(b.createdAt);
