import { newId, type Platform, projection, projector, rebuild } from '@waybill/kernel';
import type { Projection } from '@waybill/kernel/read/projection';
import { viewOf } from '@waybill/kernel/read/rows/view-of';
import type { Event, RecordedEvent } from '@waybill/kernel/write/event';
import { describe, expect, test } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';
import { streamBatch } from '../messaging/stream-events.ts';
import { BayTaken, stays, VanBought, VanPainted, type VanRow, vans } from '../support/garage.ts';
import { onEveryPlatform } from '../support/platforms.ts';

const org = 'acme';
const view = viewOf(vans, org);

/** More streams than are folded together. */
const many = 130;
const ids = Array.from({ length: many }, (_, i) => newId(`van ${i}`));
const bought = VanBought({ plate: 'AB 1' });
const painted = (colour: string) => VanPainted({ colour });

const history = (id: string, facts: readonly Event[]): RecordedEvent[] =>
  facts.map((fact, i) =>
    recordedEvent(fact, { context: 'garage', org, aggregate: 'van', id }, i + 1, { at: '2026-05-04T08:00:00.000Z' }),
  );

const record = (platform: Platform, appends: readonly RecordedEvent[]) => platform.events.commit({ org, appends });
const project = (platform: Platform, events: readonly RecordedEvent[]) =>
  projector({ garage: { vans } } as any).with(platform)(streamBatch(events));

const rowsOf = async ({ views }: Platform, of: Projection<VanRow> = vans) => {
  const rows = await views.getMany(ids.map((key) => ({ view: viewOf(of, org), key })));
  return rows.map((row) => row && [row.checkpoint, (row.data as { colour: string }).colour]);
};
/** The counters, without those at zero. */
const counted = async ({ views }: Platform) =>
  Object.fromEntries(Object.entries((await views.counters(view))[0]?.counts ?? {}).filter(([, n]) => n));

/** The rows that were written in the meantime. */
const written = async (platform: Platform, work: (platform: Platform) => Promise<unknown>) => {
  const keys: string[] = [];
  const { views } = platform;
  await work({
    ...platform,
    views: {
      ...views,
      put: (view, row, instead) => {
        keys.push(row.key);
        return views.put(view, row, instead);
      },
      putMany: (changes) => {
        keys.push(...changes.map(({ row }) => row.key));
        return views.putMany(changes);
      },
    },
  });
  return keys;
};

onEveryPlatform((open) => {
  const world = async () => {
    const platform = await open();
    for (let i = 0; i < many; i += 40)
      await record(
        platform,
        ids.slice(i, i + 40).flatMap((id) => history(id, [bought, painted('red')])),
      );
    return platform;
  };

  describe('rows of many streams that are rebuilt together', () => {
    test('are all written, and counted once, however often and by how many at once they are rebuilt', async () => {
      const platform = await world();
      const [first] = await Promise.all([rebuild(platform, vans, { segments: 3 }), rebuild(platform, vans)]);
      expect(first).toEqual({ events: 2 * many, rows: many });
      await rebuild(platform, vans, { segments: 1 });
      expect(await rowsOf(platform)).toEqual(ids.map(() => [2, 'red']));
      expect(await counted(platform)).toEqual({ total: many, red: many });
    });

    test('are not written where they are right', async () => {
      const platform = await world();
      await rebuild(platform, vans);
      const [wrong, gone] = ids as [string, string];
      const right = (await platform.views.get(view, wrong, { consistent: true }))!;
      const mistaken = { ...vans.stored(wrong, { ...(right.data as any), colour: 'blue' }, 2) };
      await platform.views.put(view, mistaken, right);

      const rewritten = written(platform, (it) =>
        rebuild(it, vans, { segments: 1 }).then(({ rows }) => expect(rows).toBe(many)),
      );
      expect(await rewritten).toEqual([wrong]);
      expect(await rowsOf(platform)).toEqual(ids.map(() => [2, 'red']));
      expect(await counted(platform)).toEqual({ total: many, red: many });
      expect(await written(platform, (it) => rebuild(it, vans))).not.toContain(gone);
    });

    test('keep what the projector writes after they were read', async () => {
      const platform = await world();
      const later = ids.slice(0, 3).flatMap((id) => history(id, [bought, painted('red'), painted('blue')]).slice(2));
      const { views } = platform;
      let isFirst = true;
      const overtaken: Platform = {
        ...platform,
        views: {
          ...views,
          putMany: async (changes) => {
            if (isFirst) {
              isFirst = false;
              for (const event of later) await record(platform, [event]);
              await project(platform, later);
            }
            return views.putMany(changes);
          },
        },
      };
      await rebuild(overtaken, vans, { segments: 1 });
      expect(await rowsOf(platform)).toEqual(ids.map((_, i) => (i < 3 ? [3, 'blue'] : [2, 'red'])));
      expect(await counted(platform)).toEqual({ total: many, red: many - 3, blue: 3 });
    });

    test('may be rows of one key from several streams: one of them remains, and is counted once', async () => {
      const platform = await world();
      const byPlate = projection('vans', { ...vans.definition, key: ({ data }) => data.plate }).begin(
        VanBought,
        ({ aggregateId, at, data: { plate } }) => ({ vanId: aggregateId, plate, colour: 'white', bought: at }),
      );
      await rebuild(platform, byPlate, { segments: 1 });
      const row = (await platform.views.get(viewOf(byPlate, org), 'AB 1', { consistent: true }))!;
      expect(ids).toContain((row.data as { vanId: string }).vanId);
      expect(await counted(platform)).toEqual({ total: 1, white: 1 });
    });

    test('may be several of one stream, next to streams without rows', async () => {
      const platform = await world();
      const [id = ''] = ids;
      const at = (hour: number) => `2026-05-04T${hour}:00:00.000Z`;
      const taken = (bayId: string) => BayTaken({ bayId, from: at(10), to: at(11) });
      const story = history(id, [bought, painted('red'), taken('north'), taken('south')]);
      await record(platform, story.slice(2));
      expect(await rebuild(platform, stays, { segments: 2 })).toEqual({ events: 2 * many + 2, rows: 2 });
    });
  });

  test('a stream that cannot be folded is named, and all others are rebuilt, also those of its batch', async () => {
    const platform = await world();
    const broken = ids[7]!;
    const stumbling = projection('vans', vans.definition)
      .begin(VanBought, ({ aggregateId, at, data: { plate } }) => ({
        vanId: aggregateId,
        plate,
        colour: 'white',
        bought: at,
      }))
      .on(VanPainted, (row, { aggregateId, data: { colour } }) => {
        if (aggregateId === broken) throw new TypeError('bug');
        return { ...row, colour };
      });
    const untold: string[] = [];
    const { rows } = await rebuild(platform, stumbling, {
      segments: 1,
      onProjectionError: ({ stream }) => untold.push(stream.id),
    });
    expect([rows, untold]).toEqual([many - 1, [broken]]);
    expect(await rowsOf(platform, stumbling)).toEqual(ids.map((id) => (id === broken ? undefined : [2, 'red'])));
    expect(await counted(platform)).toEqual({ total: many - 1, red: many - 1 });
  });
});
