import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Contexts } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { eventsOnStreams } from '@waybill/kernel/messaging/event-schemas';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as events from '#events/index';
import * as contexts from '#functions/contexts';
import * as development from '#functions/development';
import { bundle } from '#lib/constructs/compute/bundle';
import { authorizerEntries, contextEntries, type Entries, streamsEntries } from '#lib/constructs/compute/entries';
import { root } from '#lib/constructs/compute/esbuild';
import { stages } from '#lib/stage';
import { samples } from '#scripts/api/samples';
import { openapi } from '#scripts/openapi/index';
import { routeOf } from '#test/support/http/definitions';
import { streamBatch } from '../kernel/messaging/stream-events.ts';
import { recordedEvent } from '../support/recorded-event.ts';
import { appOn, flat, propertiesOf, templatesOn } from './support/sample-app.ts';

const revisions = new Map(
  Object.values(events).flatMap((all) =>
    Object.values(all).flatMap((it) => ('revision' in it ? [[it.type, it.revision]] : [])),
  ),
);

/** The same checks, for the real contexts. */
const templates = Object.values(templatesOn('prod', contexts));
const everywhere = (type: string) => templates.flatMap((template) => propertiesOf(template, type).map(flat));

test('every function has a unique name', () => {
  const names = everywhere('AWS::Lambda::Function').map(({ FunctionName }) => FunctionName);
  expect(new Set(names).size).toBe(names.length);
});

test('every rule has an event pattern or a schedule', () => {
  for (const { EventPattern, ScheduleExpression } of everywhere('AWS::Events::Rule')) {
    if (ScheduleExpression) expect(ScheduleExpression).toMatch(/^(rate|cron)\(/);
    else if ('source' in EventPattern) expect(EventPattern).toEqual({ source: [{ prefix: 'waybill.' }] });
    else {
      const { 'detail-type': types, ...others } = EventPattern;
      expect([types.length > 0, others]).toEqual([true, {}]);
      for (const type of types) expect(type).toMatch(/^[A-Z][A-Za-z]+$/);
    }
  }
});

test('every stack and every policy is within its quota', () => {
  for (const template of templates) expect(Object.keys(template.toJSON().Resources ?? {}).length).toBeLessThan(500);
  for (const { Policies } of everywhere('AWS::IAM::Role'))
    expect(JSON.stringify(Policies ?? []).length).toBeLessThan(10_240);
});

test('no stage has the routes, the keys or the mails of a developer’s machine', () => {
  const onlyLocal = Object.entries<Contexts[string]>(development).flatMap(([context, manifest]) =>
    Object.entries(manifest).flatMap(([name, { definition }]) =>
      name in (contexts as Contexts)[context]! ? [] : { name, path: routeOf(definition)!.split(' ')[1]! },
    ),
  );
  expect(onlyLocal.map(({ name }) => name)).toEqual(['readOutbox']);
  for (const stage of [...Object.keys(stages), 'tuesday']) {
    const text = JSON.stringify(Object.values(templatesOn(stage, contexts)).map((template) => template.toJSON()));
    expect(text, stage).toContain('"PathPart":"organizations"');
    expect(text, stage).not.toMatch(/"PathPart":"dev"|development|outbox/i);
    for (const { name } of onlyLocal) expect(text, stage).not.toContain(name);
  }
  const documented = openapi(contexts, { title: 'Waybill', version: '1' });
  for (const { path } of onlyLocal) expect(Object.keys(documented.paths)).not.toContain(path);
});

test('AWS Solutions reports no finding', () => {
  const { violations } = new AwsSolutionsChecks().validateScope(appOn('prod', contexts).app);
  expect(violations).toEqual([]);
});

describe('the code', () => {
  const entries: Readonly<Record<string, Entries>> = {
    ...Object.fromEntries(
      Object.entries(contexts as Contexts).map(([name, manifest]) => [name, contextEntries(name, manifest)]),
    ),
    streams: streamsEntries(contexts),
    authorizer: authorizerEntries(contexts),
  };
  const stage = { name: 'code-test' };
  const home = join(root, 'cdk.out/bundles', stage.name);
  const fileOf = (context: string, name: string) => join(home, context, `${name}.mjs`);
  /** Functions share most modules: each is read and searched once. */
  const once = <T>(find: (file: string) => T) => {
    const known = new Map<string, T>();
    return (file: string): T => {
      const found = known.has(file) ? known.get(file)! : find(file);
      known.set(file, found);
      return found;
    };
  };
  const textOf = once((file) => readFileSync(file, 'utf8'));
  const importsOf = once((file) =>
    [...textOf(file).matchAll(/(?:from|import)"(\.\/[^"]+)"/g)].map(([, imported]) => join(dirname(file), imported!)),
  );
  /** All modules that are loaded before a function responds. */
  const modulesOf = (...of: Parameters<typeof fileOf>): readonly string[] => {
    const files = new Set([fileOf(...of)]);
    for (const file of files) for (const imported of importsOf(file)) files.add(imported);
    return [...files];
  };
  const containing = (what: RegExp) => {
    const has = once((file) => what.test(textOf(file)));
    return (context: string, name: string) => modulesOf(context, name).some(has);
  };
  const all = Object.entries(entries).flatMap(([context, of]) => Object.keys(of).map((name) => ({ context, name })));

  /** The exported names, loaded as Lambda loads the modules, in a separate Node.js process. */
  const exportsOf = (files: readonly string[]): string[][] => {
    const load = 'async (file) => Object.keys(await import(file))';
    const script = `Promise.all(${JSON.stringify(files)}.map(${load})).then((all) => console.log(JSON.stringify(all)))`;
    return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', env: {} }));
  };

  beforeAll(() => {
    for (const [context, of] of Object.entries(entries)) bundle(context, stage, of);
  });
  afterAll(() => {
    for (const kind of ['bundles', 'entries'])
      rmSync(join(root, 'cdk.out', kind, stage.name), { recursive: true, force: true });
  });

  test('of every function is a separate module, at the path of its handler', () => {
    const handlers = everywhere('AWS::Lambda::Function').map(({ Handler }) => Handler as string);
    expect(handlers.toSorted()).toEqual(all.map(({ name }) => `${name}.${name}`).toSorted());
    expect(exportsOf(all.map(({ context, name }) => fileOf(context, name)))).toEqual(all.map(({ name }) => [name]));
  });

  test('contains the authentication library only where sessions are used', () => {
    const signsIn = containing(/better-auth/);
    const knowing = all.filter(({ context, name }) => signsIn(context, name));
    expect([...new Set(knowing.map(({ context }) => context))]).toEqual(['identity']);
    expect(knowing.map(({ name }) => name)).toContain('signIn');
    expect(knowing.map(({ name }) => name)).not.toContain('listSessions');
  });

  test('of the stream readers contains every published event and its personal fields', () => {
    const known = Object.values(events).flatMap((all) => Object.values(all).filter((it) => 'revision' in it));
    const personal = new Map<string, unknown>(known.map((event) => [event.type, event.personal]));
    for (const { event } of eventsOnStreams(contexts))
      expect(personal.get(event.type), event.type).toEqual(event.personal);
  });

  test('has no development routes', () => {
    const showsMails = containing(/\/dev\/outbox/);
    expect(all.filter(({ context, name }) => showsMails(context, name))).toEqual([]);
  });

  test('of the publisher publishes every event of the golden files', async () => {
    const { publisher } = await import(/* @vite-ignore */ fileOf('streams', 'publisher'));
    const platform = memory();
    const golden = Object.entries(samples());
    const recorded = golden.map(([type, data], i) => {
      const stream = { context: 'any', org: 'acme', aggregate: 'any', id: `${i}` };
      return recordedEvent({ type, revision: revisions.get(type)!, data }, stream);
    });
    expect(await publisher.with(platform)(streamBatch(recorded))).toEqual({ batchItemFailures: [] });
    expect(platform.sent).toEqual([]);
    expect(platform.published.map(({ type }) => type).toSorted()).toEqual(golden.map(([type]) => type).toSorted());
  });

  test('that is loaded before a response stays small: only the client of the table, and no other functions', () => {
    // Identity has its library, geo the reference data.
    const most: Readonly<Record<string, number>> = { identity: 1_500_000, geo: 1_000_000 };
    const hasOtherClients = containing(/class (SSM|SQS|EventBridge)Client\b/);
    for (const { context, name } of all) {
      const characters = modulesOf(context, name).reduce((sum, file) => sum + textOf(file).length, 0);
      expect(characters, name).toBeLessThan(most[context] ?? 800_000);
      expect(hasOtherClients(context, name), name).toBe(false);
    }
    expect(containing(/Register a vehicle/)('fleet', 'registerVehicle')).toBe(true);
    expect(containing(/Register a driver/)('fleet', 'registerVehicle')).toBe(false);
  });
});
