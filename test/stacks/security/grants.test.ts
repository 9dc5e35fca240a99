import {
  budgets,
  type Contexts,
  claims,
  type Definition,
  expired,
  log,
  parameter,
  projection,
  queue,
  recordStore,
  resource,
  type Source,
  z,
} from '@waybill/kernel';
import { describe, expect, test } from 'vitest';
import {
  type Grant,
  policyFor,
  projectorPolicy,
  publisherPolicy,
  rebuilderPolicy,
} from '#lib/constructs/security/grants';
import { sampleContexts, source } from '../support/sample-app.ts';

const delivery = source('deliveries', 'delivery');
const route = source('routes', 'route');
const driver = resource('fleet', 'driver');

const sessions = recordStore<{ readonly token: string }>('identity', 'session', { unique: ['token'] });
const references = claims('deliveries', 'reference');
const rows = projection('delivery-list', { of: delivery as Source, row: z.object({ id: z.string() }) });

const policy = (definition: object) => policyFor({ input: z.object({}), role: 'officer', ...definition } as Definition);
const command = (declared: object = {}) => policy({ kind: 'command', on: delivery, ...declared });
const query = (reads: object) => policy({ kind: 'query', reads });
const endpoint = (declared: object) => policy({ kind: 'endpoint', ...declared });
/** A read of a command, by an id. */
const read = (of: object, more: object = {}) => ({ of, id: () => 'an id', ...more });

/** The actions that are allowed on a partition. */
const on = (grants: readonly Grant[], key: string) =>
  grants.flatMap(({ on, actions, keys }) => (on === 'table' && keys.includes(key) ? actions : [])).toSorted();
const onIndex = (grants: readonly Grant[], key: string) =>
  grants.flatMap(({ on, actions, keys }) => (on === 'indexes' && keys.includes(key) ? actions : []));
const dynamodb = (...actions: string[]) => actions.map((action) => `dynamodb:${action}`);

/** Compares like IAM: `*` matches any text. */
const like = (key: string) => (pattern: string) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(key);

const reads = dynamodb('BatchGetItem', 'GetItem', 'Query');
const guarded = dynamodb('BatchGetItem', 'ConditionCheckItem', 'GetItem', 'Query');
const appends = dynamodb('BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query');

describe('a command', () => {
  test('appends to its own aggregate, and cannot change or delete events', () =>
    expect(on(command(), 'deliveries#*#delivery#*')).toEqual(appends));

  test('claims and releases only values of declared kinds', () => {
    const may = command({ writes: { references } });
    expect(on(may, 'deliveries#*#claim#reference#*')).toEqual(dynamodb('DeleteItem', 'PutItem'));
    expect(
      command()
        .flatMap(({ keys }) => keys)
        .filter((key) => key.includes('#claim#')),
    ).toEqual([]);
  });

  test('reads a stream, and checks that it has not changed', () =>
    expect(on(command({ reads: { route: read(route) } }), 'routes#*#route#*')).toEqual(guarded));

  test('reads a stream without a check if the read is eventually consistent', () =>
    expect(on(command({ reads: { route: read(route, { consistency: 'eventual' }) } }), 'routes#*#route#*')).toEqual(
      reads,
    ));

  test('appends to another stream only if it declares that', () => {
    const trip = source('deliveries', 'trip');
    expect(on(command({ reads: { trip: read(trip) } }), 'deliveries#*#trip#*')).toEqual(guarded);
    expect(on(command({ reads: { trip: read(trip) }, writes: { trip } }), 'deliveries#*#trip#*')).toContain(
      'dynamodb:PutItem',
    );
  });

  test('reads bookings without making any', () => {
    const may = command({ reads: { times: read(driver) } });
    expect(on(may, 'fleet#*#bookings#driver#*')).toEqual(guarded);
    expect(onIndex(may, 'fleet#*#bookings#driver')).toEqual(dynamodb('Query'));
  });

  test('books and frees what it declares', () => {
    const all = dynamodb(
      'BatchGetItem',
      'ConditionCheckItem',
      'DeleteItem',
      'GetItem',
      'PutItem',
      'Query',
      'UpdateItem',
    );
    expect(on(command({ writes: { driver } }), 'fleet#*#bookings#driver#*')).toEqual(all);
  });

  test('in bulk has the permissions of the single command', () =>
    expect(
      policy({ kind: 'bulk', of: { kind: 'command', on: delivery, input: z.object({}), role: 'officer' } }),
    ).toEqual(command()));

  test('cannot write a read model or booking with the name of its aggregate', () => {
    const writes = command({ writes: { references } }).filter(({ actions }) => actions.includes('dynamodb:PutItem'));
    const allowed = (key: string) =>
      writes.some(({ keys, except = [] }) => keys.some(like(key)) && !except.some(like(key)));
    expect(allowed('deliveries#org-1#delivery#d-1')).toBe(true);
    expect(allowed('deliveries#org-1#claim#reference#x')).toBe(true);
    expect(allowed('deliveries#org-1#view#delivery#d-1')).toBe(false);
    expect(allowed('deliveries#org-1#bookings#delivery#d-1')).toBe(false);
    expect(allowed('deliveries#org-1#route#r-1')).toBe(false);
  });

  test('has no other permissions', () =>
    expect(command().flatMap(({ keys }) => keys)).toEqual(['deliveries#*#delivery#*']));
});

describe('a query', () => {
  const may = query({ rows });

  test('reads rows, counters and indexes of its read model', () => {
    expect(on(may, 'deliveries#*#view#delivery-list#*')).toEqual(reads);
    expect(on(may, 'deliveries#*#counters#delivery-list')).toEqual(reads);
    expect(onIndex(may, 'deliveries#*#view#delivery-list#*')).toEqual(dynamodb('Query'));
  });

  test('reads the tail of the stream after the checkpoint of its row', () =>
    expect(on(may, 'deliveries#*#delivery#*')).toEqual(reads));

  test('reads claims of declared kinds only', () =>
    expect(query({ references })).toEqual([
      { on: 'table', actions: dynamodb('GetItem'), keys: ['deliveries#*#claim#reference#*'] },
    ]));

  test('cannot write', () => {
    const all = query({ rows, route, driver, references, sessions });
    expect(JSON.stringify(all)).not.toMatch(/Put|Update|Delete|Write|PartiQL/);
  });

  test('reads records and cannot change them', () =>
    expect(on(query({ sessions }), 'identity#-#record#session#*')).toEqual(dynamodb('GetItem', 'Query')));
});

describe('an endpoint', () => {
  const places = ['record', 'held', 'under'].map((part) => `identity#-#${part}#session#*`);

  test('that writes records may write them, their unique fields and their search entries', () => {
    const may = endpoint({ writes: { sessions } });
    for (const place of places)
      expect(on(may, place), place).toEqual(dynamodb('DeleteItem', 'GetItem', 'PutItem', 'Query'));
    expect(onIndex(may, 'identity#-#due#session')).toEqual([]);
  });

  test('that reads expired records may read which are due and their content, and nothing more', () => {
    const may = endpoint({ reads: { due: expired(sessions) } });
    expect(onIndex(may, 'identity#-#due#session')).toEqual(dynamodb('Query'));
    const [record, ...others] = places;
    expect(on(may, record!)).toEqual(dynamodb('BatchGetItem'));
    for (const place of others) expect(on(may, place), place).toEqual([]);
  });

  test('that appends to a stream has no access to records of the same name', () => {
    const [grant] = endpoint({ writes: { session: source('identity', 'session') } });
    expect(grant!.keys.some(like('identity#-#session#1'))).toBe(true);
    for (const part of ['record', 'held', 'under'])
      expect(grant!.except!.some(like(`identity#-#${part}#session#1`)), part).toBe(true);
  });

  test('that reads records cannot change them', () => {
    const may = endpoint({ reads: { sessions } });
    for (const place of places) expect(on(may, place), place).toEqual(dynamodb('GetItem', 'Query'));
    expect(JSON.stringify(may)).not.toMatch(/Put|Update|Delete/);
  });

  test('has no access to a store whose name only begins alike', () => {
    const keys = endpoint({ writes: { sessions } }).flatMap(({ keys }) => keys);
    expect(keys.some((key) => like('identity#-#record#session#1')(key))).toBe(true);
    for (const other of ['identity#-#record#session-token#1', 'identity#-#record#user#1', 'comms#-#record#session#1'])
      expect(
        keys.some((key) => like(other)(key)),
        other,
      ).toBe(false);
  });

  test('uses and returns budgets, and has no access to other logs', () =>
    expect(endpoint({ uses: { budgets } })).toEqual([
      { on: 'table', actions: dynamodb('PutItem', 'Query', 'DeleteItem'), keys: ['limits#-#use#*'] },
    ]));

  test('appends to the streams that it declares, and cannot claim', () => {
    const may = endpoint({ writes: { delivery } });
    expect(on(may, 'deliveries#*#delivery#*')).toEqual(appends);
    expect(may.flatMap(({ keys }) => keys).filter((key) => key.includes('#claim#'))).toEqual([]);
  });

  test('checks that what it has read has not changed', () =>
    expect(on(endpoint({ reads: { delivery }, writes: { sessions } }), 'deliveries#*#delivery#*')).toEqual(guarded));

  test('has the permissions of the commands that it executes', () => {
    const definition = { kind: 'command', on: delivery, input: z.object({}), role: 'officer', writes: { references } };
    expect(endpoint({ uses: { change: { definition } } })).toEqual(command({ writes: { references } }));
  });

  test('gets no access to the table for parameters and queues', () =>
    expect(endpoint({ reads: { a: parameter('a') }, writes: { b: parameter('b') }, uses: { c: queue('c') } })).toEqual(
      [],
    ));
});

test('the authorizer reads the streams of keys, and logs their use', () => {
  const may = policy({
    kind: 'authorizer',
    reads: { apiKey: source('organizations', 'api-key') },
    writes: { keyUse: log('organizations', 'key-use') },
  });
  expect(on(may, 'organizations#*#api-key#*')).toEqual(guarded);
  expect(on(may, 'organizations#-#key-use#*')).toEqual(dynamodb('PutItem', 'Query'));
});

test('a reaction has the permissions of its commands', () => {
  const definition = { kind: 'command', on: delivery, input: z.object({}), role: 'officer' };
  expect(policy({ kind: 'reaction', uses: { change: { definition } } })).toEqual(command());
});

test('a schedule may take its own lock only', () =>
  expect(policy({ kind: 'schedule', name: 'escalate' })).toEqual([
    { on: 'table', actions: dynamodb('GetItem', 'PutItem', 'UpdateItem'), keys: ['jobs#-#lock#job#escalate'] },
  ]));

describe('the projector', () => {
  const may = projectorPolicy(sampleContexts);

  test('reads only the streams that are projected', () => {
    expect(on(may, 'fleet#*#driver#*')).toEqual(dynamodb('Query'));
    expect(may.flatMap(({ keys }) => keys).join()).not.toContain('routes#');
  });

  test('writes rows, counters and the heartbeat, and no events', () => {
    const written = may.filter(({ actions }) => /Put|Update|Delete/.test(actions.join())).flatMap(({ keys }) => keys);
    expect(written).not.toHaveLength(0);
    for (const key of written) expect(key).toMatch(/^(\w+#\*#(view#\*|counters#\*)|platform#-#heartbeat#received)$/);
  });
});

describe('a projection of several aggregates', () => {
  const of = [delivery, route] as unknown as [Source, Source];
  const board = projection('board', { of, key: () => 'one', row: z.object({ id: z.string() }) });
  const contexts = { deliveries: { board } } as unknown as Contexts;

  test.each([
    ['projector', projectorPolicy],
    ['rebuilder', rebuilderPolicy],
  ])('lets the %s read the streams of all of them, and write rows only in its own context', (_, policyOf) => {
    const may = policyOf(contexts);
    for (const key of ['deliveries#*#delivery#*', 'routes#*#route#*'])
      expect(on(may, key), key).toEqual(dynamodb('Query'));
    expect(on(may, 'deliveries#*#view#*')).toContain('dynamodb:PutItem');
    expect(may.flatMap(({ keys }) => keys).join()).not.toMatch(/routes#\*#(view|counters)/);
  });

  test('is read with the streams of all of them', () => {
    const may = query({ board });
    for (const key of ['deliveries#*#delivery#*', 'routes#*#route#*', 'deliveries#*#view#board#*'])
      expect(on(may, key), key).toEqual(reads);
    expect(may.flatMap(({ keys }) => keys).join()).not.toMatch(/routes#\*#(view|counters)/);
  });
});

describe('the rebuilder', () => {
  const may = rebuilderPolicy(sampleContexts);

  test('projects as the projector does, and writes no heartbeat', () => {
    for (const key of ['fleet#*#driver#*', 'fleet#*#view#*', 'fleet#*#counters#*'])
      expect(on(may, key), key).toEqual(on(projectorPolicy(sampleContexts), key));
    expect(may.flatMap(({ keys }) => keys).join()).not.toMatch(/routes#|heartbeat/);
  });

  test('takes its own lock, stores finished shapes, and writes no events', () => {
    const written = may.filter(({ actions }) => /Put|Update|Delete/.test(actions.join())).flatMap(({ keys }) => keys);
    expect(written.filter((key) => key.startsWith('jobs#'))).toEqual([
      'jobs#-#lock#job#rebuildStaleRows',
      'jobs#-#lock#shapes',
    ]);
    for (const key of written) expect(key).toMatch(/^(\w+#\*#(view#\*|counters#\*)|jobs#-#lock#[\w#]+)$/);
  });

  test('scans the keys of the table, and no other attribute', () =>
    expect(may.filter(({ actions }) => actions.includes('dynamodb:Scan'))).toEqual([
      { on: 'table', actions: ['dynamodb:Scan'], keys: [], attributes: ['pk', 'sk'] },
    ]));
});

test('the publisher writes event logs, and has no other access to the table', () => {
  const keep = {
    definition: { kind: 'eventLog', name: 'keep', log: { kind: 'log', context: 'ledger', name: 'book' } },
  };
  const grants = publisherPolicy({ ...sampleContexts, ledger: { keep } } as any);
  expect(grants.map(({ actions, keys }) => [actions, keys])).toEqual([
    [['dynamodb:BatchWriteItem'], ['ledger#-#book#*']],
  ]);
  expect(publisherPolicy(sampleContexts)).toEqual([]);
});
