import { inUnitOfWork, newId, type Platform, publisher, reaction } from '@waybill/kernel';
import type { PublishedEvent } from '@waybill/kernel/platform';
import { eventId, type RecordedEvent, type Stream } from '@waybill/kernel/write/event';
import { expect, test } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';
import { streamBatch } from '../messaging/stream-events.ts';
import { officer, order, requestEvent } from '../support/asking.ts';
import { buyVan, LoadReceived, moveLoad, paintVan, paintVans, sellVan, VanBought } from '../support/garage.ts';
import { clockAt, onEveryPlatform } from '../support/platforms.ts';

const org = officer.orgId;
const now = '2026-05-04T12:00:00.000Z';
const [one, two] = [newId('van one'), newId('van two')];
const van = (id: string): Stream => ({ context: 'garage', org, aggregate: 'van', id });
const contexts = { garage: { buyVan, paintVan, moveLoad, sellVan } } as any;

const metadataOf = ({ id, type, revision, at, by, impersonatedBy, ...event }: RecordedEvent | PublishedEvent) => {
  const { commandId, correlationId, causationId } = event;
  return { id, type, revision, at, by, impersonatedBy, commandId, correlationId, causationId };
};
const digest = expect.stringMatching(/^[\w-]{20,}$/);

onEveryPlatform((open) => {
  const garage = async () => {
    const platform = await open({ clock: clockAt(now) });
    const bought = [one, two].map((id) => recordedEvent(VanBought({ plate: id.slice(0, 8) }), van(id)));
    await platform.events.commit({ org, appends: bought });
    return platform;
  };
  const latest = async (platform: Platform, id: string) => (await platform.events.read(van(id))).at(-1)!;

  /** The published form of these events. */
  const published = async (platform: Platform, events: readonly RecordedEvent[]) => {
    const envelopes: PublishedEvent[] = [];
    const publish = async (some: readonly PublishedEvent[]) => {
      envelopes.push(...some);
      return [];
    };
    expect(await publisher(contexts).with({ ...platform, bus: { publish } })(streamBatch(events))).toEqual({
      batchItemFailures: [],
    });
    return envelopes;
  };

  const moving = ({ as = {}, ...more }: Parameters<typeof requestEvent>[0] = {}) => {
    const event = requestEvent({ path: { vanId: one }, body: { to: two }, key: 'k1', as, ...more });
    return { ...event, requestContext: { ...event.requestContext, requestId: 'the request' } };
  };

  test('metadata of a command over HTTP has actor, time, command and request, in every stream it writes', async () => {
    const platform = await garage();
    await moveLoad.with(platform)(moving({ headers: { 'x-correlation-id': 'the-thread' } }));
    const [given, received] = [await latest(platform, one), await latest(platform, two)];
    const shared = {
      revision: 1,
      at: now,
      by: officer.userId,
      impersonatedBy: undefined,
      commandId: digest,
      correlationId: 'the-thread',
      causationId: 'the request',
    };
    expect(metadataOf(given)).toEqual({ ...shared, id: eventId(van(one), 2), type: 'LoadGiven' });
    expect(metadataOf(received)).toEqual({ ...shared, id: eventId(van(two), 2), type: 'LoadReceived' });
    expect(received.commandId).toBe(given.commandId);
    expect(received.inputHash).toBe(given.inputHash);
    expect(given).not.toHaveProperty('impersonatedBy');
  });

  test('metadata is the same on the bus as in the table, except for the hash of the input', async () => {
    const platform = await garage();
    await moveLoad.with(platform)(moving({ as: { impersonatedBy: 'staff' } }));
    const events = [await latest(platform, one), await latest(platform, two)];
    expect(events.map(({ impersonatedBy }) => impersonatedBy)).toEqual(['staff', 'staff']);
    const envelopes = await published(platform, events);
    expect(envelopes.map(metadataOf)).toEqual(events.map(metadataOf));
    for (const envelope of envelopes) expect(envelope).not.toHaveProperty('inputHash');
  });

  test('metadata names the request as the cause by default', async () => {
    const platform = await garage();
    await paintVan.execute(platform)({ ...order({ vanId: one, colour: 'red' }), correlationId: 'the-thread' });
    expect(await latest(platform, one)).toMatchObject({ correlationId: 'the-thread', causationId: 'the-thread' });
  });

  test('metadata of each item of a bulk command names the request', async () => {
    const platform = await garage();
    const items = [one, two].map((vanId) => ({ vanId, colour: 'red' }));
    const event = requestEvent({ body: { items }, as: { impersonatedBy: 'staff' } });
    await paintVans.with(platform)({ ...event, requestContext: { ...event.requestContext, requestId: 'the request' } });
    const painted = [await latest(platform, one), await latest(platform, two)];
    for (const it of painted) expect(it).toMatchObject({ causationId: 'the request', impersonatedBy: 'staff' });
    expect(new Set(painted.map(({ commandId }) => commandId)).size).toBe(2);
  });

  test('metadata of a command that a reaction sends names the event, and keeps its correlation', async () => {
    const platform = await garage();
    const paintWhenLoaded = reaction({
      name: 'paintWhenLoaded',
      on: [LoadReceived],
      uses: { paintVan },
      react: ({ aggregateId: vanId }, { paintVan }) => paintVan({ vanId, colour: 'brown' }),
    });
    await moveLoad.with(platform)(moving({ headers: { 'x-correlation-id': 'the-thread' } }));
    const [detail] = await published(platform, [await latest(platform, two)]);
    await paintWhenLoaded.with(platform)({ Records: [{ messageId: 'm', body: JSON.stringify({ detail }) }] } as any);
    expect(await latest(platform, two)).toMatchObject({
      type: 'VanPainted',
      by: 'paintWhenLoaded',
      correlationId: 'the-thread',
      causationId: detail?.id,
    });
  });

  test('metadata of commands that join a unit of work has a command id of their own, and the given cause', async () => {
    const platform = await garage();
    await inUnitOfWork(platform, async (unit) => {
      await paintVan.executeIn(unit, order({ vanId: one, colour: 'red' }));
      const { commandId } = (await unit.history(van(one))).at(-1)!;
      return paintVan.executeIn(unit, { ...order({ vanId: two, colour: 'red' }), causationId: commandId });
    });
    const [first, second] = [await latest(platform, one), await latest(platform, two)];
    expect(second).toMatchObject({ correlationId: first.correlationId, causationId: first.commandId });
    expect(second.commandId).not.toBe(first.commandId);
  });
});
