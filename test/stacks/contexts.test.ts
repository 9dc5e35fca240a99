import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Contexts } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { eventsOnStreams } from '@waybill/kernel/messaging/event-schemas';
import { AwsSolutionsChecks } from 'cdk-nag';
import { beforeAll, describe, expect, test } from 'vitest';
import * as events from '#events/index';
import * as contexts from '#functions/contexts';
import * as development from '#functions/development';
import { buildAuthLayer } from '#lib/constructs/compute/auth-layer';
import { built } from '#lib/constructs/compute/bundle';
import { authorizerEntry, streamsEntry } from '#lib/constructs/compute/entries';
import { layerOf } from '#lib/constructs/compute/environment';
import { root } from '#lib/constructs/compute/esbuild';
import { buildKernelLayer } from '#lib/constructs/compute/kernel-layer';
import { type Stage, stages } from '#lib/stage';
import { samples } from '#scripts/api/samples';
import { openapi } from '#scripts/openapi/index';
import { routeOf } from '#test/support/definitions';
import { streamBatch } from '../kernel/stream-events.ts';
import { temporaryDirectory } from '../local/support/directory.ts';
import { recordedEvent } from '../support/recorded-event.ts';
import { flat, houseOn, propertiesOf, templatesOn } from './support/house.ts';

const revisions = new Map(
  Object.values(events).flatMap((all) =>
    Object.values(all).flatMap((it) => ('revision' in it ? [[it.type, it.revision]] : [])),
  ),
);

/** The same promises, for the house as it is today. */
const templates = Object.values(templatesOn('prod', contexts));
const everywhere = (type: string) => templates.flatMap((template) => propertiesOf(template, type).map(flat));

test('every function has a name of its own', () => {
  const names = everywhere('AWS::Lambda::Function').map(({ FunctionName }) => FunctionName);
  expect(new Set(names).size).toBe(names.length);
});

test('every rule waits for an event or for a time', () => {
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

test('every stack and every policy fits', () => {
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

test('AWS Solutions has nothing to say', () => {
  const { violations } = new AwsSolutionsChecks().validateScope(houseOn('prod', contexts).app);
  expect(violations).toEqual([]);
});

describe('the code', () => {
  const entries = { streams: streamsEntry(contexts), authorizer: authorizerEntry(contexts) };
  const bundles = [...Object.keys(contexts), ...Object.keys(entries)];
  const sharing: Stage = { ...stages.dev, name: 'sharing' };
  const fileOf = (name: string, { name: stage } = stages.emulator as Stage) =>
    join(root, 'cdk.out/bundles', stage, name, `${name}.mjs`);
  const textOf = (...of: Parameters<typeof fileOf>) => readFileSync(fileOf(...of), 'utf8');
  /** Contexts that verify the sessions of people. */
  const verifying = ['identity', 'organizations'];
  const signsIn = (text: string) => text.includes('better-auth');

  /** Loaded as Lambda loads it, in a Node of its own that knows nothing of the house: the names it exports. */
  const exportsOf = (files: readonly string[]): string[][] => {
    const load = 'async (file) => Object.keys(await import(file))';
    const script = `Promise.all(${JSON.stringify(files)}.map(${load})).then((all) => console.log(JSON.stringify(all)))`;
    return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', env: {} }));
  };
  /** Where the modules of a layer are mounted, for a function beside it. */
  const mounted = (name: string, layer: string) => {
    const home = join(temporaryDirectory(), name);
    cpSync(join(root, 'cdk.out/bundles', sharing.name, name), home, { recursive: true });
    symlinkSync(join(layer, 'nodejs/node_modules'), join(home, 'node_modules'));
    return join(home, `${name}.mjs`);
  };
  const handlersIn = (bundle: string) =>
    everywhere('AWS::Lambda::Function').flatMap(({ Handler }) =>
      Handler.split('.')[0] === bundle ? [Handler.split('.')[1]] : [],
    );

  /** Where the layers are laid out. */
  let kernel: string;
  let auth: string;
  beforeAll(() => {
    [kernel, auth] = [buildKernelLayer(), buildAuthLayer()];
    for (const stage of [stages.emulator, sharing])
      for (const name of bundles) built.bundle(name, stage, entries[name as keyof typeof entries]);
  });

  test('of every function is where its handler says', () => {
    const exported = exportsOf(bundles.map((name) => fileOf(name)));
    for (const [i, name] of bundles.entries())
      expect(exported[i], name).toEqual(expect.arrayContaining(handlersIn(name)));
  });

  test('of every function is there too where layers are mounted: what verifies sessions finds two packages in its own', () => {
    const files = bundles.map((name) => mounted(name, layerOf(name, sharing) === 'auth' ? auth : kernel));
    const exported = exportsOf(files);
    for (const [i, name] of bundles.entries())
      expect(exported[i], name).toEqual(expect.arrayContaining(handlersIn(name)));
  });

  test('knows how people sign in where they do, and nowhere else', () => {
    for (const stage of [stages.emulator, sharing])
      for (const name of bundles.filter((name) => !verifying.includes(name)))
        expect(signsIn(textOf(name, stage)), `${name} on ${stage.name}`).toBe(false);
    for (const name of verifying) {
      expect(signsIn(textOf(name)), name).toBe(true);
      expect(signsIn(textOf(name, sharing)), name).toBe(false);
    }
    const inLayer = readFileSync(join(auth, 'nodejs/node_modules/@waybill/auth/index.mjs'), 'utf8');
    expect(signsIn(inLayer)).toBe(true);
  });

  test('of those who read the stream knows every event that somebody tells, and what of it is not for others', () => {
    const known = Object.values(events).flatMap((all) => Object.values(all).filter((it) => 'revision' in it));
    const personal = new Map<string, unknown>(known.map((event) => [event.type, event.personal]));
    for (const { event } of eventsOnStreams(contexts))
      expect(personal.get(event.type), event.type).toEqual(event.personal);
  });

  test('of identity has no route for developers', () => {
    for (const stage of [stages.emulator, sharing]) expect(textOf('identity', stage)).not.toContain('/dev/outbox');
  });

  test('of the publisher publishes every event that was ever recorded', async () => {
    const { publisher } = await import(/* @vite-ignore */ fileOf('streams'));
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

  test('stays small: what is shared is in the layers', () => {
    for (const name of bundles) {
      expect(statSync(fileOf(name, sharing)).size, `${name} beside layers`).toBeLessThan(200_000);
      expect(statSync(fileOf(name)).size, name).toBeLessThan(verifying.includes(name) ? 2_500_000 : 1_200_000);
    }
  });
});
