import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { aggregate, command, event, reaction, schedule, z } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { describe, expect, test } from 'vitest';
import * as zod from 'zod';
import { DeliveryStatusChanged } from '#events/deliveries';
import * as contexts from '#functions/contexts';
import { startDynamo, startHttp } from '#scripts/local/index';
import { eventSchemas } from '#scripts/openapi/asyncapi';
import { functionsIn, invoked, meant, observed } from '#scripts/run/invocation';
import { temporaryDirectory } from '../local/support/directory.ts';
import { released } from '../local/support/released.ts';

const root = join(import.meta.dirname, '..', '..');
const samplePath = (name: string) => join('events', 'samples', `${name}.json`);
const sample = (name: string) => JSON.parse(readFileSync(join(root, samplePath(name)), 'utf8'));

/** A consumer that lists failures, and cleans the list on a schedule. */
const Noted = event('FailureNoted', { reason: z.string() });
const note = aggregate('diary', 'failure').begin(Noted, (data) => data);
const noteFailure = command({
  summary: 'Note a failure',
  role: 'agent',
  input: z.strictObject({ failureId: z.string(), reason: z.string() }),
  on: note,
  begin: ({ reason }) => Noted({ reason }),
});
const noteFailureOfDelivery = reaction({
  name: 'noteFailureOfDelivery',
  on: [DeliveryStatusChanged],
  uses: { noteFailure },
  react: async ({ aggregateId, data: { reason = '' } }, { noteFailure }) =>
    noteFailure({ failureId: aggregateId, reason }),
});
const tidy = schedule({ name: 'tidy', every: 'rate(1 day)', page: async () => ({ affected: 2 }) });
const allContexts = { ...contexts, diary: { noteFailure, noteFailureOfDelivery, tidy } };

const call = async (asked: string, event: unknown, platform = memory()) => {
  const effects: string[] = [];
  const functions = functionsIn(allContexts);
  const choice = meant(asked, functions.keys());
  if ('why' in choice) throw new Error(choice.why);
  const run = functions.get(choice.name)!;
  const outcome = await invoked(
    choice.name,
    run,
    observed(platform, (line) => effects.push(line)),
    event,
  );
  return { ...outcome, answer: outcome.answer as any, effects, platform };
};

describe('a sample', () => {
  test('of a request for a command is answered', async () => {
    const { failed, answer, effects } = await call('registerVehicle', sample('api-command'));
    expect(failed).toBe(false);
    expect(answer).toMatchObject({ statusCode: 201, headers: { etag: '"1"', 'x-correlation-id': 'sample' } });
    const { vehicleId } = JSON.parse(answer.body);
    expect(effects).toEqual([`appended VehicleRegistered to fleet vehicle ${vehicleId}, version 1`]);
  });

  test('of a request for a query is answered', async () => {
    const { answer } = await call('listVehicles', sample('api-query'));
    expect(answer).toMatchObject({ statusCode: 200 });
    expect(JSON.parse(answer.body)).toMatchObject({ items: [] });
  });

  test('of the stream is projected, and published', async () => {
    const { answer, platform } = await call('projector', sample('stream'));
    expect(answer).toEqual({ batchItemFailures: [] });
    const listed = await call('listVehicles', sample('api-query'), platform);
    expect(JSON.parse(listed.answer.body).items).toMatchObject([{ registration: 'W-1234 A', capacityKg: 800 }]);
    const { effects } = await call('publisher', sample('stream'));
    expect(effects).toEqual([expect.stringMatching(/^published VehicleRegistered [\da-f-]{36}$/)]);
  });

  test('of a queue is handled by a reaction', async () => {
    const { answer, effects } = await call('noteFailureOfDelivery', sample('queue'));
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(effects).toEqual([expect.stringMatching(/^appended FailureNoted to diary failure /)]);
  });

  test('of a schedule runs a job', async () => {
    const { answer } = await call('tidy', sample('schedule'));
    expect(answer).toMatchObject({ job: 'tidy', lockAcquired: true, affected: 2 });
  });

  test('of a queue has an event that matches its schema', () => {
    const { detail } = JSON.parse(sample('queue').Records[0].body);
    const schema: any = eventSchemas(contexts).DeliveryStatusChanged;
    expect(zod.fromJSONSchema(schema).safeParse(detail).error?.issues).toBeUndefined();
  });

  test.each(['api-command', 'api-query'])('%s has exactly the fields of a request', async (name) => {
    const { httpMethod, path, queryStringParameters, body, headers } = sample(name);
    let seen: any;
    const http = await startHttp({
      endpoints: [
        {
          route: `${httpMethod} ${path}`,
          name: 'see',
          open: true,
          handler: async (event) => {
            seen = event;
            return { statusCode: 200, body: '{}' };
          },
        },
      ],
      authorizer: async () => ({}) as any,
      stage: 'local',
    });
    const { Host: _, ...sent } = headers;
    const search = queryStringParameters ? `?${new URLSearchParams(queryStringParameters)}` : '';
    await fetch(`http://localhost:${http.port}/v1${path}${search}`, { method: httpMethod, headers: sent, body });
    await http.stop();
    const of = ({ requestContext: { identity, ...context }, ...rest }: any) =>
      [rest, context, identity].map((part) => Object.keys(part).toSorted());
    expect(of(sample(name))).toEqual(of(seen));
    for (const same of ['resource', 'path', 'queryStringParameters', 'multiValueQueryStringParameters', 'body'])
      expect(seen[same], same).toEqual(sample(name)[same]);
  });
});

describe('a function', () => {
  test('is found with or without its context', () => {
    expect(meant('fleet.getDriver', functionsIn(allContexts).keys())).toEqual({ name: 'fleet.getDriver' });
    expect(meant('getDriver', functionsIn(allContexts).keys())).toEqual({ name: 'fleet.getDriver' });
    expect(meant('run', ['a.run', 'b.run'])).toEqual({ why: 'run may be any of a.run, b.run: say which.' });
    expect(meant('driver', ['fleet.getDriver', 'fleet.getVehicle'])).toEqual({
      why: 'There is no function driver. There is fleet.getDriver.',
    });
  });

  test('is what Lambda runs, not a projection or an internal command', () => {
    const names = [...functionsIn(allContexts).keys()];
    expect(names).toEqual(expect.arrayContaining(['diary.noteFailureOfDelivery', 'foundation.authorizer']));
    expect(names).not.toContain('diary.noteFailure');
    expect(names).not.toContain('fleet.vehicleRow');
  });

  test('that fails returns the error as Lambda does', async () => {
    const { failed, answer } = await call('projector', {});
    expect(failed).toBe(true);
    expect(answer).toEqual({ errorType: 'TypeError', errorMessage: expect.any(String), trace: expect.any(Array) });
  });
});

describe('on the command line', () => {
  const invoke = async (args: readonly string[], input = '') => {
    const child = spawn(process.execPath, ['scripts/run/invoke.ts', ...args], { cwd: root });
    child.stdin.end(input);
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
    return { out, err: err.trim(), code };
  };
  const command = ['registerVehicle', '--event', samplePath('api-command')];

  test('the response is printed as JSON, and side effects on stderr', async () => {
    const { out, err, code } = await invoke(command);
    expect(JSON.parse(out)).toMatchObject({ statusCode: 201 });
    expect(err).toMatch(/^appended VehicleRegistered to fleet vehicle [\da-f-]{36}, version 1$/);
    expect(code).toBe(0);
  });

  test('an event may come from stdin', async () => {
    const { out } = await invoke(['listVehicles', '--event', '-'], JSON.stringify(sample('api-query')));
    expect(JSON.parse(out)).toMatchObject({ statusCode: 200 });
  });

  test('an error of the function is printed, and the exit code is 1', async () => {
    const { out, code } = await invoke(['projector', '--event', samplePath('schedule')]);
    expect(JSON.parse(out)).toMatchObject({ errorType: 'TypeError' });
    expect(code).toBe(1);
  });

  test.each([
    [[], 'Name one function. Try --help.'],
    [['getDriver'], '--event must name a file; samples are in events/samples.'],
    [['getDriver', '--event', 'nowhere.json'], 'Cannot read nowhere.json (ENOENT).'],
    [['getDriver', '--event', 'README.md'], 'README.md is not JSON.'],
    [['flyDrone', '--event', samplePath('schedule')], /^There is no function flyDrone\. There is /],
    [['getDriver', '--evnt', 'x'], /^Unknown option '--evnt'\. Try --help\.$/],
  ])('%j is refused in one sentence', async (args, sentence) => {
    const { err, code } = await invoke(args);
    expect(err).toEqual(typeof sentence === 'string' ? sentence : expect.stringMatching(sentence));
    expect(code).toBe(2);
  });

  test('a stored table keeps the last call, and is not shared with a running system', async () => {
    const data = temporaryDirectory();
    const first = await invoke([...command, '--data', data]);
    expect(JSON.parse(first.out)).toMatchObject({ statusCode: 201 });
    const again = await invoke([...command, '--data', data]);
    expect(JSON.parse(again.out)).toMatchObject({ statusCode: 201, headers: { 'idempotent-replayed': 'true' } });
    expect(again.err).toBe('');

    await released(startDynamo({ data }));
    const refused = await invoke([...command, '--data', data]);
    const who = `process ${process.pid}, ${basename(process.argv[1]!)}`;
    expect(refused).toEqual({
      out: '',
      err: `${data} is in use by another Waybill (${who}): stop it or choose another with --data.`,
      code: 1,
    });
  });
});
