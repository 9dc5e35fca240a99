import type { Definition } from '@waybill/kernel';
import { describe, expect, test } from 'vitest';
import {
  type Grant,
  policyFor,
  projectorPolicy,
  publisherPolicy,
  rebuilderPolicy,
} from '#lib/constructs/security/grants';
import { house, resource, source } from './support/house.ts';

const delivery = source('deliveries', 'delivery');
const route = source('routes', 'route');
const driver = resource('fleet', 'driver');

const sessions = { kind: 'recordStore', context: 'identity', name: 'session', unique: ['token'], under: ['userId'] };

const policy = (definition: object) => policyFor('deliveries', definition as Definition);
const command = (...reaches: object[]) => policy({ kind: 'command', on: delivery, reaches });
const query = (...reaches: object[]) => policy({ kind: 'query', reaches });

/** What may be done to a partition. */
const on = (grants: readonly Grant[], key: string) =>
  grants.flatMap(({ on, actions, keys }) => (on === 'table' && keys.includes(key) ? actions : [])).toSorted();
const onIndex = (grants: readonly Grant[], key: string) =>
  grants.flatMap(({ on, actions, keys }) => (on === 'indexes' && keys.includes(key) ? actions : []));
const dynamodb = (...actions: string[]) => actions.map((action) => `dynamodb:${action}`);

/** As IAM compares: `*` is any text. */
const like = (key: string) => (pattern: string) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(key);

const reads = dynamodb('BatchGetItem', 'GetItem', 'Query');
const consults = dynamodb('ConditionCheckItem', 'GetItem', 'Query');

describe('a command', () => {
  test('appends to its own aggregate, and never changes or deletes what was recorded', () => {
    const own = dynamodb('ConditionCheckItem', 'GetItem', 'PutItem', 'Query');
    expect(on(command(), 'deliveries#*#delivery#*')).toEqual(own);
  });

  test('claims and releases values of its own context', () =>
    expect(on(command(), 'deliveries#*#claim#*')).toEqual(dynamodb('DeleteItem', 'PutItem')));

  test('reads what it consults elsewhere, and makes sure that it still holds', () =>
    expect(on(command({ to: 'read', source: route }), 'routes#*#route#*')).toEqual(consults));

  test('appends to what it consults of its own context only where it says so', () => {
    const trip = source('deliveries', 'trip');
    expect(on(command({ to: 'read', source: trip }), 'deliveries#*#trip#*')).toEqual(consults);
    expect(on(command({ to: 'append', source: trip }), 'deliveries#*#trip#*')).toContain('dynamodb:PutItem');
  });

  test('sees bookings without making any', () => {
    const may = command({ to: 'see', resource: driver });
    expect(on(may, 'fleet#*#bookings#driver#*')).toEqual(consults);
    expect(onIndex(may, 'fleet#*#bookings#driver')).toEqual(dynamodb('Query'));
  });

  test('books and frees what it says it books', () => {
    const all = dynamodb('ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem');
    expect(on(command({ to: 'book', resource: driver }), 'fleet#*#bookings#driver#*')).toEqual(all);
  });

  test('for many things at once may do what it may for one', () => {
    const bulk = { kind: 'command', of: { definition: { on: delivery } }, reaches: [] };
    expect(policy(bulk)).toEqual(command());
  });

  test('writes no read model, and makes no booking, that goes by the name of its aggregate', () => {
    const writes = command().filter(({ actions }) => actions.includes('dynamodb:PutItem'));
    const allowed = (key: string) =>
      writes.some(({ keys, except = [] }) => keys.some(like(key)) && !except.some(like(key)));
    expect(allowed('deliveries#org-1#delivery#d-1')).toBe(true);
    expect(allowed('deliveries#org-1#claim#reference#x')).toBe(true);
    expect(allowed('deliveries#org-1#view#delivery#d-1')).toBe(false);
    expect(allowed('deliveries#org-1#bookings#delivery#d-1')).toBe(false);
    expect(allowed('deliveries#org-1#route#r-1')).toBe(false);
  });

  test('touches nothing else', () =>
    expect(command().flatMap(({ keys }) => keys)).toEqual(['deliveries#*#delivery#*', 'deliveries#*#claim#*']));
});

describe('a query', () => {
  const may = query({ to: 'view', context: 'deliveries', name: 'delivery-list', of: delivery });

  test('reads rows, tallies and lists of its read model', () => {
    expect(on(may, 'deliveries#*#view#delivery-list#*')).toEqual(reads);
    expect(on(may, 'deliveries#*#tally#delivery-list')).toEqual(reads);
    expect(onIndex(may, 'deliveries#*#view#delivery-list#*')).toEqual(dynamodb('Query'));
  });

  test('reads the tail of the stream that its row has not seen', () =>
    expect(on(may, 'deliveries#*#delivery#*')).toEqual(reads));

  test('looks up who has a value of one kind that is unique, and no other', () => {
    const lookUp = query({ to: 'lookUp', context: 'deliveries', name: 'reference' });
    expect(lookUp).toEqual([{ on: 'table', actions: dynamodb('GetItem'), keys: ['deliveries#*#claim#reference#*'] }]);
  });

  test('cannot write', () => {
    const all = query({ to: 'read', source: route }, { to: 'see', resource: driver });
    expect(JSON.stringify([may, all])).not.toMatch(/Put|Update|Delete|Write|PartiQL/);
    expect(() => query({ to: 'append', source: route })).toThrow('a query cannot append');
    expect(() => query({ to: 'book', resource: driver })).toThrow('a query cannot book');
    expect(() => query({ to: 'keep', register: sessions })).toThrow('a query cannot keep');
    expect(() => query({ to: 'set', parameter: 'jwks' })).toThrow('a query cannot set');
    expect(() => query({ to: 'post', queue: 'mails' })).toThrow('a query cannot post');
  });

  test('consults records without changing any', () => {
    expect(on(query({ to: 'consult', register: sessions }), 'identity#-#record#session#*')).toEqual(
      dynamodb('GetItem', 'Query'),
    );
  });
});

describe('a call', () => {
  const call = (...reaches: object[]) => policy({ kind: 'endpoint', reaches });
  const places = ['record', 'held', 'under'].map((part) => `identity#-#${part}#session#*`);

  test('that keeps records writes them, what they hold and where they are found', () => {
    const may = call({ to: 'keep', register: sessions });
    for (const place of places)
      expect(on(may, place), place).toEqual(dynamodb('DeleteItem', 'GetItem', 'PutItem', 'Query'));
    expect(onIndex(may, 'identity#-#due#session')).toEqual([]);
  });

  test('that sweeps records sees which are due, and nothing more', () => {
    const may = call({ to: 'sweep', register: sessions });
    expect(onIndex(may, 'identity#-#due#session')).toEqual(dynamodb('Query'));
    for (const place of places) expect(on(may, place), place).toEqual([]);
  });

  test('that appends to a history does not touch records of the same name', () => {
    const may = call({ to: 'append', source: { kind: 'aggregate', context: 'identity', name: 'session' } as any });
    const keys = ['record', 'held', 'under'].map((part) => `identity#-#${part}#session#1`);
    const [grant] = may;
    expect(grant!.keys.some(like('identity#-#session#1'))).toBe(true);
    for (const key of keys) expect(grant!.except!.some(like(key)), key).toBe(true);
  });

  test('that consults records changes none', () => {
    const may = call({ to: 'consult', register: sessions });
    for (const place of places) expect(on(may, place), place).toEqual(dynamodb('GetItem', 'Query'));
    expect(JSON.stringify(may)).not.toMatch(/Put|Update|Delete/);
  });

  test('touches the records of no other register, though its name begins alike', () => {
    const keys = call({ to: 'keep', register: sessions }).flatMap(({ keys }) => keys);
    expect(keys.some((key) => like('identity#-#record#session#1')(key))).toBe(true);
    for (const other of ['identity#-#record#session-token#1', 'identity#-#record#user#1', 'comms#-#record#session#1'])
      expect(
        keys.some((key) => like(other)(key)),
        other,
      ).toBe(false);
  });

  test('takes uses from budgets and gives them back, and touches no other notes', () => {
    const may = call({ to: 'count', pad: { kind: 'log', context: 'limits', name: 'use' } });
    expect(may).toEqual([
      { on: 'table', actions: dynamodb('PutItem', 'Query', 'DeleteItem'), keys: ['limits#-#use#*'] },
    ]);
  });

  test('appends to the histories it names, and claims nothing', () => {
    const may = call({ to: 'append', source: delivery });
    expect(on(may, 'deliveries#*#delivery#*')).toEqual(dynamodb('ConditionCheckItem', 'GetItem', 'PutItem', 'Query'));
    expect(on(may, 'deliveries#*#claim#*')).toEqual([]);
  });

  test('makes sure that what a command of its own has read still holds', () => {
    const may = call({ to: 'read', source: delivery });
    expect(on(may, 'deliveries#*#delivery#*')).toEqual([...reads, 'dynamodb:ConditionCheckItem'].toSorted());
  });

  test('may touch nothing of the table for parameters and queues', () =>
    expect(call({ to: 'know', parameter: 'a' }, { to: 'set', parameter: 'b' }, { to: 'post', queue: 'c' })).toEqual(
      [],
    ));
});

test('whoever admits reads the histories of keys, and notes when one was used', () => {
  const key = source('identity', 'api-key');
  const uses = { context: 'identity', name: 'key-use' };
  const may = policy({
    kind: 'authorizer',
    reaches: [
      { to: 'read', source: key },
      { to: 'note', pad: uses },
    ],
  });
  expect(on(may, 'identity#*#api-key#*')).toEqual(reads);
  expect(on(may, 'identity#-#key-use#*')).toEqual(dynamodb('PutItem', 'Query'));
});

test('a reaction may do what its commands may', () => {
  const may = policy({ kind: 'reaction', reaches: [{ to: 'append', source: delivery }] });
  expect(may).toEqual(command());
});

test('a schedule takes its own lock and no other', () => {
  const may = policy({ kind: 'schedule', name: 'escalate', reaches: [] });
  expect(may).toEqual([
    { on: 'table', actions: dynamodb('GetItem', 'PutItem', 'UpdateItem'), keys: ['jobs#-#lock#job#escalate'] },
  ]);
});

describe('the projector', () => {
  const may = projectorPolicy(house);

  test('reads the histories that are projected, and no others', () => {
    expect(on(may, 'fleet#*#driver#*')).toEqual(dynamodb('Query'));
    expect(may.flatMap(({ keys }) => keys).join()).not.toContain('routes#');
  });

  test('writes rows and tallies, notes a pulse, and writes not a single event', () => {
    const written = may.filter(({ actions }) => /Put|Update|Delete/.test(actions.join())).flatMap(({ keys }) => keys);
    expect(written).not.toHaveLength(0);
    for (const key of written) expect(key).toMatch(/^(\w+#\*#(view#\*|tally#\*)|platform#-#pulse#felt)$/);
  });
});

describe('the rebuilder', () => {
  const may = rebuilderPolicy(house);

  test('tells projections as the projector does, and sends no pulse', () => {
    for (const key of ['fleet#*#driver#*', 'fleet#*#view#*', 'fleet#*#tally#*'])
      expect(on(may, key), key).toEqual(on(projectorPolicy(house), key));
    expect(may.flatMap(({ keys }) => keys).join()).not.toMatch(/routes#|pulse/);
  });

  test('takes its own lock, remembers the shapes it has told, and writes not a single event', () => {
    const written = may.filter(({ actions }) => /Put|Update|Delete/.test(actions.join())).flatMap(({ keys }) => keys);
    expect(written.filter((key) => key.startsWith('jobs#'))).toEqual([
      'jobs#-#lock#job#rebuildStaleRows',
      'jobs#-#lock#shapes',
    ]);
    for (const key of written) expect(key).toMatch(/^(\w+#\*#(view#\*|tally#\*)|jobs#-#lock#[\w#]+)$/);
  });

  test('finds streams by walking the keys of the table, of which it sees no other attribute', () =>
    expect(may.filter(({ actions }) => actions.includes('dynamodb:Scan'))).toEqual([
      { on: 'table', actions: ['dynamodb:Scan'], keys: [], attributes: ['pk', 'sk'] },
    ]));
});

test('the publisher writes down what it tells where that is kept, and touches nothing else', () => {
  const keep = {
    definition: { kind: 'eventLog', name: 'keep', log: { kind: 'log', context: 'ledger', name: 'book' } },
  };
  const grants = publisherPolicy({ ...house, ledger: { keep } } as any);
  expect(grants.map(({ actions, keys }) => [actions, keys])).toEqual([
    [['dynamodb:BatchWriteItem'], ['ledger#-#book#*']],
  ]);
  expect(publisherPolicy(house)).toEqual([]);
});
