import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withHandler, withImport } from '#scripts/new/edits';
import { newCommand } from '#scripts/new/new-command';
import { newContext } from '#scripts/new/new-context';
import { newQuery } from '#scripts/new/new-query';
import { newReaction } from '#scripts/new/new-reaction';
import { Refused } from '#scripts/new/refused';
import { aggregatesIn, contexts, readModelsIn } from '#scripts/new/system';
import { camel, isName, kebab, past, plural, singular } from '#scripts/new/words';

describe('words', () => {
  test.each([
    ['change', 'changed'],
    ['flag', 'flagged'],
    ['retry', 'retried'],
    ['delay', 'delayed'],
    ['open', 'opened'],
    ['add', 'added'],
    ['weigh', 'weighed'],
    ['send', 'sent'],
    ['cancel', 'cancelled'],
  ])('to %s is %s once it happened', (verb, happened) => expect(past(verb)).toBe(happened));

  test.each([
    ['parcel', 'parcels'],
    ['delivery', 'deliveries'],
    ['bus', 'buses'],
    ['day', 'days'],
    ['box', 'boxes'],
    ['api-key', 'api-keys'],
  ])('one %s, many %s', (one, many) => {
    expect(plural(one)).toBe(many);
    expect(singular(many)).toBe(one);
  });

  test('a name is in kebab case and no reserved word', () => {
    expect(['change-priority', 'parcel', 'rule-2'].filter(isName)).toHaveLength(3);
    const none = ['', 'changePriority', 'Change', 'a_b', '-a', 'a-', 'a--b', '2a', '../a', 'class', 'event', "a'b"];
    expect(none.filter(isName)).toEqual([]);
  });

  test('are turned into exports and back', () => expect(kebab(camel('list-api-keys'))).toBe('list-api-keys'));
});

describe('a handler is added', () => {
  const added = '.on(Something, (it) => it)';

  test('before the invariants of the aggregate, or at its end', () => {
    const text = `export const a = aggregate('c', 'a')
  .begin(X, () => {
    // a comment; with a semicolon
    const y = "a ; string", z = \`a ; \${'template'}\`;
    return { y, z };
  })
  .invariants(() => []);
export const b = 1;
`;
    expect(withHandler('a', added)(text)).toContain(`})\n  ${added}\n  .invariants(() => []);`);
    expect(withHandler('a', added)(text.replace('\n  .invariants(() => [])', ''))).toContain(`})\n  ${added};\nexport`);
    expect(() => withHandler('c', added)(text)).toThrow('There is no export c to extend.');
  });

  const all = Object.keys(contexts).flatMap((context) =>
    [...aggregatesIn(context), ...readModelsIn(context)].map(({ exported, file }) => ({
      exported,
      file: `functions/${context}/${file}`,
    })),
  );
  test.each(all)('to $exported as it is today', ({ exported, file }) => {
    const text = readFileSync(file, 'utf8');
    const [before = '', after = '', ...more] = withHandler(exported, added)(text).split(`\n  ${added}`);
    expect(more).toEqual([]);
    expect(before + after).toBe(text);
    expect(before.slice(before.lastIndexOf('export const'))).toContain(`export const ${exported} = `);
    expect(after).toMatch(/^(;|\n {2}\.invariants\()/);
  });
});

describe('a piece that cannot be generated is refused in a sentence', () => {
  const at = { role: 'officer', internal: false };
  const command = (name: string, options: object) => () => newCommand(name, { context: 'fleet', ...at, ...options });
  const query = (name: string, options: object) => () => newQuery(name, { context: 'fleet', ...at, ...options });
  const reaction = (options: object) => () => newReaction('do-it', { context: 'fleet', ...options });

  const refusals: [() => unknown, string][] = [
    [command('paint-it', {}), '--aggregate must be one of driver, policy, vehicle.'],
    [command('paint-it', { aggregate: 'boat' }), '--aggregate must be one of driver, policy, vehicle, not boat.'],
    [
      command('paint-it', { aggregate: 'vehicle', route: 'PUT/vehicles' }),
      '--route must read like "PUT /…/{vehicleId}", not "PUT/vehicles".',
    ],
    [
      command('paint-it', { aggregate: 'vehicle', route: 'PUT /vehicles/{driverId}/paint' }),
      '--route must read like "PUT /…/{vehicleId}", not "PUT /vehicles/{driverId}/paint".',
    ],
    [
      command('paint-it', { aggregate: 'vehicle', route: 'GET /vehicles/{vehicleId}/paint' }),
      '--route must read like "PUT /…/{vehicleId}", not "GET /vehicles/{vehicleId}/paint".',
    ],
    [
      command('change-standing', { aggregate: 'vehicle' }),
      'PUT /vehicles/{vehicleId}/standing is answered by changeVehicleStanding already: choose another with --route.',
    ],
    [
      command('retire-vehicle', { aggregate: 'vehicle' }),
      'fleet has an event VehicleRetired already: name another with --event.',
    ],
    [
      command('paint-it', { aggregate: 'vehicle', event: "X'); evil('" }),
      "--event must read like PriorityChanged, not X'); evil('.",
    ],
    [query('get-x', {}), '--projection must be one of driver, vehicle.'],
    [query('get-x', { projection: 'incident' }), '--projection must be one of driver, vehicle, not incident.'],
    [
      query('get-vehicle', { projection: 'vehicle' }),
      'GET /vehicles/{vehicleId} is answered by getVehicle already: choose another with --route.',
    ],
    [
      reaction({ to: 'DeliveryCreated', sends: 'fly' }),
      'fleet has no command fly. First: npm run new -- command fly --context fleet --aggregate … --internal',
    ],
    [reaction({ to: 'DeliveryCreated' }), '--sends must name a command of the context, like change-priority.'],
    [
      reaction({ to: 'IncidentResolved', sends: 'retire-vehicle' }),
      'IncidentResolved does not say which vehicle it concerns: it has no vehicleId.',
    ],
    [() => newContext('big-orders', {}), 'A context has a name of one word, like parcels, not big-orders.'],
    [() => newContext('fleet', {}), 'There is a context fleet already.'],
    [() => newContext('crews', { aggregate: 'Crew' }), '--aggregate must read like api-key, not Crew.'],
    [
      () => newContext('trips', { aggregate: 'delivery' }),
      'There is an event DeliveryCreated already: name another --aggregate.',
    ],
  ];
  test.each(refusals.map(([making, sentence]) => ({ making, sentence })))('$sentence', async ({ making, sentence }) => {
    await expect((async () => making())()).rejects.toThrow(new Refused(sentence));
  });
});

test('a query imports the schema of its row', () => {
  const options = { context: 'deliveries', projection: 'delivery', role: 'auditor' };
  const [{ text } = { text: '' }] = newQuery('get-delivery-card', options);
  expect(text).toContain("import { DeliveryRow } from '../answers/delivery-row.ts';");
  expect(text).toContain("import { deliveryRow } from '../projections/delivery-row.ts';");
});

test('a reaction fills in fields of the event, and placeholders for the rest', async () => {
  const options = { context: 'fleet', to: 'VehicleAssigned', sends: 'change-vehicle-standing' };
  const [{ text } = { text: '' }] = await newReaction('stand-down-vehicle', options);
  expect(text).toContain("changeVehicleStanding({ vehicleId: data.vehicleId, standing: 'OutOfService' })");
  const own = { context: 'fleet', to: 'VehicleRetired', sends: 'change-vehicle-standing' };
  const [{ text: ofOwn } = { text: '' }] = await newReaction('stand-down-vehicle', own);
  expect(ofOwn).toContain("{ vehicleId: aggregateId, standing: 'OutOfService' }");
});

test('an import is added once, to the imports from its module', () => {
  const add = withImport('#events/fleet', 'B');
  expect(add("import { A } from '#events/fleet';\n")).toBe("import { A, B } from '#events/fleet';\n");
  expect(add("import {\n  A,\n  C,\n} from '#events/fleet';\n")).toBe("import { A,\n  C, B } from '#events/fleet';\n");
  expect(add("import { A, B } from '#events/fleet';\n")).toBe("import { A, B } from '#events/fleet';\n");
  expect(add("import { A } from '#events/routes';\n")).toContain("import { B } from '#events/fleet';\n");
});
