import { publishedEvent } from '@waybill/kernel/messaging/published-event';
import { recorded } from '@waybill/kernel/testing';
import type { EventType } from '@waybill/kernel/write/event';
import { afterAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import * as contextEvents from '#events/index';
import * as contexts from '#functions/contexts';
import { samples } from '#scripts/api/samples';
import { startHttp } from '#scripts/local/index';
import { asyncapi, eventSchemas } from '#scripts/openapi/asyncapi';
import { docs } from '#scripts/run/docs';
import * as garage from '../support/garage.ts';

const golden = samples();
const sampleOf = (type: string) => {
  if (!golden[type])
    throw new Error(`Add ${type}.1 to the golden events of its context, with the data of that revision.`);
  return golden[type];
};
const info = { title: 'Waybill', version: '1' };
const document: any = asyncapi(contexts, info, golden);
const schemas = eventSchemas(contexts);

const events = Object.values(contextEvents)
  .flatMap((context): unknown[] => Object.values(context))
  .filter((exported) => typeof exported === 'function' && 'revision' in exported) as EventType<string, any>[];
const types = events.map(({ type }) => type).toSorted();

/** The published form of recorded data. */
const published = (type: string, data: object) => {
  const { context, aggregate } = document.components.schemas[type].properties;
  const place = { context: context.const, aggregate: aggregate.const };
  const { revision } = events.find((event) => event.type === type)!;
  return publishedEvent(contexts)(recorded([{ type, revision, data }], place)[0]!);
};
/** Each schema is checked against each event. */
const readers = new Map<object, z.ZodType>();
const mistakes = (schema: object, value: unknown) => {
  const reader = readers.get(schema) ?? z.fromJSONSchema(schema as any);
  readers.set(schema, reader);
  return reader.safeParse(value).error?.issues;
};

const resolved = (reference: string) =>
  reference
    .slice(2)
    .split('/')
    .reduce((part, key) => part?.[key], document);
const references = (part: any): string[] => {
  if (typeof part !== 'object' || part === null) return [];
  return typeof part.$ref === 'string' ? [part.$ref] : Object.values(part).flatMap(references);
};

describe('the document', () => {
  test('is AsyncAPI 3.0, with one channel and one operation', () => {
    expect(Object.keys(document)).toEqual([
      'asyncapi',
      'info',
      'defaultContentType',
      'channels',
      'operations',
      'components',
    ]);
    expect(document).toMatchObject({ asyncapi: '3.0.0', info, operations: { publish: { action: 'send' } } });
    expect(Object.keys(document.channels)).toEqual(['bus']);
    expect(document.channels.bus.address).toBe('waybill-{stage}');
    expect(Object.keys(document.channels.bus.parameters)).toEqual(['stage']);
  });

  test('has a message for every published event of every context, and for nothing else', () => {
    expect(Object.keys(document.channels.bus.messages)).toEqual(types);
    expect(Object.keys(document.components.messages)).toEqual(types);
    expect(Object.keys(schemas)).toEqual(types);
  });

  test('has no dangling references', () => {
    const all = references(document);
    expect(all).toHaveLength(1 + 3 * types.length);
    for (const reference of all) expect(resolved(reference), reference).toBeTypeOf('object');
  });

  test('describes in its operation only what the channel carries', () => {
    const said = document.operations.publish.messages.map(({ $ref }: { $ref: string }) => $ref);
    expect(said).toEqual(types.map((type) => `#/channels/bus/messages/${type}`));
  });

  /** The fields of AsyncAPI 3.0 that are used; its own schema allows no others. */
  const fields = {
    channel: ['address', 'title', 'description', 'parameters', 'messages'],
    parameter: ['description', 'examples'],
    operation: ['action', 'channel', 'summary', 'messages'],
    message: 'name title description tags contentType correlationId headers payload examples'.split(' '),
  };
  test.each([
    ['channel', document.channels],
    ['parameter', document.channels.bus.parameters],
    ['operation', document.operations],
    ['message', document.components.messages],
  ] as const)('has only fields in any %s that AsyncAPI defines', (kind, all) => {
    for (const one of Object.values(all) as object[])
      expect(fields[kind]).toEqual(expect.arrayContaining(Object.keys(one)));
  });

  test('names the fields that it leaves out', () =>
    expect(document.components.messages.DriverRegistered.description).toBe(
      'Without its personal fields: name, licence, phone.',
    ));

  test('is plain JSON', () => expect(JSON.parse(JSON.stringify(document))).toEqual(document));

  test('also describes the events of vans', () => {
    const document: any = asyncapi({ garage: { buyVan: garage.buyVan } }, info);
    expect(Object.keys(document.components.schemas)).toContain('VanBought');
    expect(Object.keys(document.components.schemas.VanBought.properties.data.properties)).toEqual(['plate']);
    expect(document.components.messages.VanBought).not.toHaveProperty('examples');
  });
});

describe.each(types)('%s', (type) => {
  const event = published(type, sampleOf(type));
  const { headers, examples, correlationId } = document.components.messages[type];

  test('has a sample that matches its schema when published', () => {
    expect(mistakes(schemas[type]!, event)).toBeUndefined();
    expect(types.filter((other) => !mistakes(document.components.schemas[other], event))).toEqual([type]);
  });

  test('has an example that equals its published golden sample', () => {
    expect(examples).toHaveLength(1);
    const [{ payload }] = examples;
    expect(Object.keys(payload)).toEqual(Object.keys(event));
    expect(payload.data).toEqual(event.data);
    expect(mistakes(schemas[type]!, payload)).toBeUndefined();
  });

  test('is distinguished by its metadata', () => {
    expect(headers.properties).toEqual({
      source: { const: `waybill.${event.context}` },
      'detail-type': { const: type },
    });
    expect(correlationId.location).toBe('$message.payload#/correlation');
  });

  test('contains no personal data', () => {
    const { personal } = events.find((known) => known.type === type)!;
    const properties = (document.components.schemas[type].properties.data as any).properties;
    for (const field of personal) {
      expect(properties).not.toHaveProperty(field);
      expect(event.data).not.toHaveProperty(field);
    }
  });
});

describe('a schema', () => {
  const changed = published('DeliveryStatusChanged', golden.DeliveryStatusChanged!);
  const wrong = (change: object) => mistakes(schemas.DeliveryStatusChanged!, { ...changed, ...change });

  test('is self-contained under a name of its own', () =>
    expect(schemas.DeliveryStatusChanged).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      $id: 'urn:waybill:event:DeliveryStatusChanged:1',
      title: 'DeliveryStatusChanged',
    }));

  test.each([
    ['another type', { type: 'DeliveryCancelled' }],
    ['a revision of another shape', { revision: 2 }],
    ['an invalid id', { id: '1' }],
    ['a version before the first', { version: 0 }],
    ['an invalid time', { at: 'yesterday' }],
    ['data that is missing', { data: undefined }],
    ['an unknown value', { data: { ...changed.data, to: 'Lost' } }],
  ])('refuses %s', (_, change) => expect(wrong(change)).not.toBeUndefined());

  test('accepts additional fields', () =>
    expect(wrong({ more: true, data: { ...changed.data, more: true } })).toBeUndefined());
});

describe('in the local runtime', async () => {
  const http = await startHttp({
    endpoints: [],
    authorizer: async () => ({}) as any,
    stage: 'local',
    extras: docs(contexts),
  });
  afterAll(() => http.stop());
  const get = async (path: string) => {
    const answer = await fetch(`http://localhost:${http.port}/v1${path}`);
    return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.json() };
  };

  test('the document is served next to that of the API', async () => {
    expect(await get('/asyncapi.json')).toEqual({ status: 200, type: 'application/json', body: document });
    expect(await get('/openapi.json')).toMatchObject({ status: 200, body: { openapi: '3.1.0' } });
  });

  test.each(types)('the schema of %s has an address', async (type) =>
    expect(await get(`/schemas/${type}.json`)).toEqual({ status: 200, type: 'application/json', body: schemas[type] }),
  );

  test('an unknown event has no schema', async () =>
    expect(await get('/schemas/DeliveryLost.json')).toMatchObject({ status: 404 }));
});
