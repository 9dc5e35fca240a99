import type { Contexts, Definition, Platform } from '@waybill/kernel';
import { awsPlatform } from '@waybill/kernel/aws';
import { dynamoClient, type Local, startDynamo, startLocal } from '@waybill/kernel/local';
import type { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as all from '#functions/contexts';
import { aScene, requestFor, samples } from '#test/support/requests';
import { eventually, world } from '#test/support/world';
import { temporaryDirectory } from '../local/support/directory.ts';
import { flat, templatesOn } from './support/house.ts';
import { allows, type Touch } from './support/iam.ts';
import { watched } from './support/watched.ts';

/** Answers are held against the OpenAPI document elsewhere; here it is the table that is watched. */
vi.mock('../support/contract.ts', () => ({ keepsItsWord: () => undefined }));

const contexts: Contexts = all;
const table = 'arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/waybill-local';
const projector = 'streams.projector';

/** What each function may do on AWS: the statements of its role, by the export that it runs. */
const policiesIn = (templates: Readonly<Record<string, Template>>) =>
  new Map<string, any[]>(
    Object.values(templates).flatMap((template) => {
      const roles = template.findResources('AWS::IAM::Role');
      return Object.values(template.findResources('AWS::Lambda::Function')).map(({ Properties }) => {
        const role = roles[Properties.Role['Fn::GetAtt'][0]]!;
        const statements = flat(role.Properties).Policies.flatMap((policy: any) => policy.PolicyDocument.Statement);
        return [Properties.Handler, statements] as const;
      });
    }),
  );
const policies = policiesIn(templatesOn('local', contexts));
const may = (name: string, touch: Touch) => allows(policies.get(name) ?? [], table, touch);

const functions = Object.entries(contexts).flatMap(([context, manifest]) =>
  Object.entries(manifest).map(([key, { definition }]) => ({
    context,
    name: `${context}.${key}`,
    definition: definition as Definition,
  })),
);
const endpoints = functions.filter(({ definition: { route } }) => route);
const queries = functions.filter(({ definition: { kind } }) => kind === 'query');

/** What each function did to the table while the whole house was used. */
const touched = new Map<string, Map<string, Touch>>();
const touchesOf = (name: string) => [...(touched.get(name)?.values() ?? [])];
const noteFor = (name: string) => {
  const touches = touched.get(name) ?? new Map<string, Touch>();
  touched.set(name, touches);
  return (touch: Touch) => void touches.set(JSON.stringify(touch), touch);
};

let local: Local;
const statuses = new Map<string, number>();

/** The house as it is, but that every function has a table of its own to look into: the same one, watched. */
const watchedHouse = (endpoint: string) => {
  const portsFor = (name: string, { bus, queue, parameters }: Pick<Platform, 'bus' | 'queue' | 'parameters'>) => {
    const dynamo = watched(dynamoClient(endpoint), noteFor(name));
    return awsPlatform({ dynamo, table: 'waybill-local', bus, queue, parameters });
  };
  const tableOf = ({ events, views, locks, notes }: Platform) => ({ events, views, locks, notes });
  const house = Object.fromEntries(
    Object.entries(contexts).map(([context, manifest]) => [
      context,
      Object.fromEntries(
        Object.entries(manifest).map(([key, fn]) => {
          const watching = (given: Platform) => fn.with({ ...given, ...tableOf(portsFor(`${context}.${key}`, given)) });
          return [key, Object.assign(fn.bind(null), fn, { with: watching })];
        }),
      ),
    ]),
  ) as Contexts;
  return { house, ports: tableOf(portsFor(projector, {} as Platform)) };
};

type World = ReturnType<typeof world>;

/** What a few routes need beside a scene, to have something to do. */
const needs: Readonly<Record<string, (ours: World) => Promise<object>>> = {
  'POST /deliveries/{deliveryId}/proof': (ours) => ours.aDeliveryThatIs('OutForDelivery'),
  'GET /deliveries/{deliveryId}/summary': (ours) => ours.aDeliveryThatIs('Delivered'),
  'DELETE /deliveries/{deliveryId}/driver': async (ours) => ({ waitingId: (await ours.aCrewedDelivery()).deliveryId }),
  'DELETE /deliveries/{deliveryId}/vehicle': async (ours) => ({ waitingId: (await ours.aCrewedDelivery()).deliveryId }),
};

/** An organisation to ask in. What is asked changes nothing for those who ask next; what is ordered does. */
const organisations = (place: Parameters<typeof world>[0]) => {
  const opened = async () => {
    const ours = world(place);
    return { ours, scene: await aScene(ours) };
  };
  const forQueries = opened();
  return async ({ kind, route }: Definition) => {
    const { ours, scene } = await (kind === 'query' ? forQueries : opened());
    return { ours, scene: { ...scene, ...(await needs[route!]?.(ours)) } };
  };
};

beforeAll(async () => {
  const keys = temporaryDirectory();
  const dynamo = await startDynamo();
  const { house, ports } = watchedHouse(dynamo.endpoint);
  local = await startLocal({
    contexts: house,
    stage: 'local',
    data: keys,
    dynamo: Promise.resolve(dynamo),
    platform: ports,
  });
  const organisationFor = organisations({ url: local.url, keys });
  for (const { definition } of endpoints) {
    const { ours, scene } = await organisationFor(definition);
    const { method, path, body } = requestFor(definition.route!, scene);
    const json = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const ask = (person: 'driver' | 'owner') => ours.as(person).raw({ method, path, ...json });
    // A driver is looked up before being let or refused: that too is something the function does.
    const first = await ask('driver');
    const { status } = first.status < 300 ? first : await ask('owner');
    statuses.set(definition.route!, status);
  }
  for (const { definition } of functions.filter(({ definition: { kind } }) => kind === 'schedule'))
    await local.scheduler.run(definition.name);
  await local.drained();
}, 120_000);
afterAll(() => local?.stop());

test('every route was asked, and answered', () => {
  expect([...statuses.keys()].toSorted()).toEqual(Object.keys(samples).toSorted());
  const failed = [...statuses].filter(([, status]) => status >= 300);
  expect(failed).toEqual([]);
});

describe('what a function does', () => {
  test.each(endpoints.map(({ name }) => name))('%s is allowed to', (name) => {
    expect(touchesOf(name).filter((touch) => !may(name, touch))).toEqual([]);
  });

  test('schedules are allowed to', () => {
    for (const { name } of functions.filter(({ definition: { kind } }) => kind === 'schedule')) {
      expect(touchesOf(name), name).not.toHaveLength(0);
      expect(
        touchesOf(name).filter((touch) => !may(name, touch)),
        name,
      ).toEqual([]);
    }
  });

  test('the projector is allowed to', async () => {
    await eventually(async () => expect(touchesOf(projector).length).toBeGreaterThan(50));
    expect(touchesOf(projector).filter((touch) => !may(projector, touch))).toEqual([]);
  });

  test('is seen by this test: commands write, queries read', () => {
    for (const { name, definition } of endpoints) {
      const actions = new Set(touchesOf(name).map(({ action }) => action));
      if (definition.kind === 'command') expect(actions, name).toContain('PutItem');
      else if (definition.reaches?.length) expect(actions.size, name).toBeGreaterThan(0);
    }
  });
});

describe('what a function must not do', () => {
  /** Every kind of key that anybody touched: which organisation or thing it was makes no difference. */
  const everyKey = () => {
    const keys = [...touched.keys()].flatMap(touchesOf).flatMap(({ keys }) => keys);
    return new Set(keys.map((key) => key.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')));
  };
  const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'ConditionCheckItem'];

  test('no query writes, whatever anybody else writes', () => {
    const keys = everyKey();
    for (const { name } of queries)
      for (const key of keys)
        for (const action of writes) expect(may(name, { action, keys: [key] }), `${name} ${action} ${key}`).toBe(false);
  });

  test('nobody scans, in the table or in an index', () => {
    for (const name of policies.keys())
      for (const index of [undefined, 'gsi1', 'gsi2'])
        expect(may(name, { action: 'Scan', index, keys: [] }), name).toBe(false);
  });

  test('nobody changes or deletes what happened', () => {
    const events = ['deliveries#acme#delivery#1', 'fleet#acme#driver#1', 'fleet#acme#vehicle#1', 'routes#acme#route#1'];
    for (const name of policies.keys())
      for (const key of events)
        for (const action of ['UpdateItem', 'DeleteItem', 'BatchWriteItem'])
          expect(may(name, { action, keys: [key] }), `${name} ${action} ${key}`).toBe(false);
  });

  /** The contexts that a function says it reaches, and its own. */
  const declared = ({ context, definition }: (typeof functions)[number]) =>
    new Set([
      context,
      ...(definition.reaches ?? []).map((reach: any) => (reach.source ?? reach.resource ?? reach.pad ?? reach).context),
    ]);

  test('nobody reads or writes a context that its definition does not name', () => {
    const keysOf = Map.groupBy(everyKey(), (key) => key.split('#')[0]!);
    for (const fn of functions.filter(({ name }) => policies.has(name))) {
      const own = declared(fn);
      for (const [context, keys] of keysOf) {
        if (own.has(context) || context === 'jobs') continue;
        for (const key of keys)
          for (const action of ['GetItem', 'Query', 'BatchGetItem', ...writes])
            expect(may(fn.name, { action, keys: [key] }), `${fn.name} ${action} ${key}`).toBe(false);
      }
    }
  });

  test('a route is planned without looking at drivers, their bookings or their rows', () => {
    for (const key of ['fleet#acme#driver#1', 'fleet#acme#bookings#driver#1', 'fleet#acme#view#driver-row#1'])
      for (const action of ['GetItem', 'Query', 'BatchGetItem'])
        expect(may('routes.createRoute', { action, keys: [key] }), `${action} ${key}`).toBe(false);
  });

  test('one forbidden key among many is one too many', () => {
    const allowed = touchesOf('fleet.listDrivers').find(({ index }) => index)!;
    expect(may('fleet.listDrivers', allowed)).toBe(true);
    expect(may('fleet.listDrivers', { ...allowed, keys: [...allowed.keys, 'routes#acme#view#route-row#1'] })).toBe(
      false,
    );
  });

  test('what another context holds must be declared: taken away, what a function did is no longer allowed', () => {
    const undeclared: Contexts = Object.fromEntries(
      Object.entries(contexts).map(([context, manifest]) => [
        context,
        Object.fromEntries(
          Object.entries(manifest).map(([key, { definition }]) => [
            key,
            { definition: { ...definition, reaches: [] } } as any,
          ]),
        ),
      ]),
    );
    const without = policiesIn(templatesOn('local', undeclared));
    const reaching = endpoints.flatMap(({ context, name }) => {
      const abroad = touchesOf(name).filter(({ keys }) => keys.some((key) => !key.startsWith(`${context}#`)));
      return abroad.length ? [{ name, abroad }] : [];
    });
    expect(reaching.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['deliveries.createDelivery', 'deliveries.assignDriver', 'fleet.listDriverBookings']),
    );
    for (const { name, abroad } of reaching)
      for (const touch of abroad) expect(allows(without.get(name)!, table, touch), `${name} ${touch.keys}`).toBe(false);
  });
});
