import { ClaimTaken, ConcurrencyError } from '@waybill/kernel/platform';
import { viewOf } from '@waybill/kernel/read/rows/view-of';
import { refold } from '@waybill/kernel/rebuild/refold';
import { countersUpdate } from '@waybill/kernel/storage/aws/items/counters';
import { n, Refused, s } from '@waybill/kernel/storage/aws/table';
import type { Source } from '@waybill/kernel/write/aggregate';
import type { Stream } from '@waybill/kernel/write/event';
import { overlaps } from '@waybill/kernel/write/resource';
import { heldBy, type Knowledge } from './knowledge.ts';
import type { Entry } from './rows/ledger.ts';
import type { ComparedRow, Held, Target } from './survey.ts';

/** Returns why it was not repaired, or `undefined` when it was. */
export type Repair = () => Promise<string | undefined>;

const movedOn = 'has moved on: verify again';

/** Repairs a difference from the current streams, on condition that they do not change before the write. */
export const repairing = ({ platform, table }: Target, { projections, holders }: Knowledge) => {
  const { events, views } = platform;

  const trying = async (repair: Repair): Promise<string | undefined> => {
    try {
      return await repair();
    } catch (error) {
      if (error instanceof ConcurrencyError || error instanceof Refused) return movedOn;
      if (error instanceof ClaimTaken) return 'another holder has it';
      return (error as Error).message;
    }
  };

  /** What a holder holds now according to its streams, for any aggregate. */
  const nowHeld = async (org: string, id: string, of: readonly Source[]) => {
    const looks = of.map(async (holder) => {
      const stream: Stream = { context: holder.context, org, aggregate: holder.name, id };
      const history = await events.read(stream);
      const held = history.length ? heldBy(holder, stream, history) : { bookings: [], claims: [] };
      return { held, unmoved: { stream, version: history.length } };
    });
    const all = await Promise.all(looks);
    return {
      bookings: all.flatMap(({ held }) => held.bookings),
      claims: all.flatMap(({ held }) => held.claims),
      unmoved: all.map(({ unmoved }) => unmoved),
    };
  };

  const row = (pk: string, { expected, actual }: Entry<ComparedRow>) =>
    trying(async () => {
      const [context = '', org = '', , name = '', key = ''] = pk.split('#');
      const projection = projections.find(({ definition: it }) => it.name === name && it.of.context === context);
      if (!projection) return 'no projection has that name';
      const view = viewOf(projection, org);
      const { of, key: keyed } = projection.definition;
      const streams = expected?.streams ?? (keyed ? [] : [{ context, org, aggregate: of.name, id: key }]);
      for (const stream of streams) {
        const history = await events.read(stream);
        if (history.length) await refold(platform, projection, history);
      }
      const before = await views.get(view, key, { consistent: true });
      if (expected || before?.data === undefined) return undefined;
      if (before.checkpoint !== actual?.checkpoint) return movedOn;
      await views.put(view, projection.stored(key, undefined, before.checkpoints ?? before.checkpoint), before);
      return undefined;
    });

  const counters = (where: string, drift: Readonly<Record<string, number>>) =>
    trying(async () => {
      const cut = where.indexOf(' b#');
      const [context = '', org = '', , name = ''] = where.slice(0, cut).split('#');
      const back = Object.fromEntries(Object.entries(drift).map(([what, count]) => [what, -count]));
      await table.update(countersUpdate({ context, org, name }, where.slice(cut + 3), back));
      return undefined;
    });

  const booking = (where: string, { actual }: Entry<Held>) =>
    trying(async () => {
      const [pk = '', sk = ''] = parted(where);
      const [context = '', org = '', , name = '', id = ''] = pk.split('#');
      const [from = '', holder = ''] = sk.split('#');
      const { bookings, unmoved } = await nowHeld(org, holder, holders);
      const wanted = bookings.find((it) => it.pk === pk && it.sk === sk);
      const resource = wanted?.resource ?? { kind: 'resource' as const, context, name, exclusive: true };
      const { items, version } = await events.bookings(org, resource, id);
      const there = items.some((it) => it.from === from && it.holder === holder);
      if (there !== (actual !== undefined)) return movedOn;
      const clash =
        resource.exclusive && wanted && items.find((it) => it.holder !== holder && overlaps(it, wanted.window));
      if (clash) return `${clash.holder} has booked it meanwhile`;
      await events.commit({
        org,
        unchangedStreams: unmoved,
        unchangedBookings: [{ resource, id, version }],
        books: wanted ? [{ resource, id, holder, window: wanted.window }] : [],
        frees: there ? [{ resource, id, holder, from }] : [],
      });
      return undefined;
    });

  const claim = (pk: string, { expected, actual }: Entry<Held>) =>
    trying(async () => {
      const [context = '', org = '', , kind = '', ...rest] = pk.split('#');
      const claimed = { context, kind, value: rest.join('#'), field: kind };
      const own = holders.filter((holder) => holder.context === context);
      if (actual) {
        const { claims, unmoved } = await nowHeld(org, actual.says, own);
        if (claims.some((it) => it.pk === pk)) return expected ? 'two hold it' : undefined;
        await events.commit({ org, unchangedStreams: unmoved, releases: [{ ...claimed, holder: actual.says }] });
      }
      if (!expected) return undefined;
      const { claims, unmoved } = await nowHeld(org, expected.says, own);
      if (claims.some((it) => it.pk === pk))
        await events.commit({ org, unchangedStreams: unmoved, claims: [{ ...claimed, holder: expected.says }] });
      return undefined;
    });

  const counter = (pk: string) =>
    trying(async () => {
      const [context = '', org = '', , name = '', id = ''] = pk.split('#');
      const resource = { kind: 'resource' as const, context, name, exclusive: true };
      const { items, version } = await events.bookings(org, resource, id);
      await table.update({
        Key: { pk: s(pk), sk: s('version') },
        UpdateExpression: 'SET held = :held ADD v :one',
        ConditionExpression: version ? 'v = :version' : 'attribute_not_exists(v)',
        ExpressionAttributeValues: {
          ':held': n(items.length),
          ':one': n(1),
          ...(version > 0 && { ':version': n(version) }),
        },
      });
      return undefined;
    });

  return { row, counters, booking, claim, counter };
};

/** The sort key of a booking has no space in it. */
const parted = (where: string) => {
  const cut = where.lastIndexOf(' ');
  return [where.slice(0, cut), where.slice(cut + 1)];
};
