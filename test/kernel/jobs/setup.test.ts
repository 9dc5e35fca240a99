import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setup } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import { describe, expect, onTestFinished, test, vi } from 'vitest';

interface Answer {
  readonly method: string | undefined;
  readonly type: string | undefined;
  readonly body: any;
}

/** The URL where CloudFormation waits for the response. */
const waiting = async (status = 200) => {
  const answers: Answer[] = [];
  const server = createServer(async (request, response) => {
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
    answers.push({ method: request.method, type: request.headers['content-type'], body });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const event = {
    ResponseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?signed`,
    RequestType: 'Create' as const,
    StackId: 'the-stack',
    RequestId: 'the-request',
    LogicalResourceId: 'TheRun',
  };
  return { event, answers };
};

/** A setup that fails that many times, and what it logged. */
const failing = (times: number) => {
  const lines: any[] = [];
  onTestFinished(alsoLogTo((line) => lines.push(JSON.parse(line))));
  let runs = 0;
  const run = async () => {
    runs++;
    if (runs <= times) throw new TypeError('the secret is hunter2');
  };
  const fn = setup({ name: 'layTable', run }).with(memory());
  return { fn, lines, runs: () => runs };
};

/** Removes the pauses between attempts. */
const withoutPauses = () => {
  const pauses: number[] = [];
  const wait = globalThis.setTimeout;
  vi.stubGlobal('setTimeout', (go: () => void, ms = 0, ...more: []) => {
    const isPause = [1_000, 2_000, 4_000, 8_000, 16_000].includes(ms);
    if (isPause) pauses.push(ms);
    return wait(go, isPause ? 0 : ms, ...more);
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  return pauses;
};

const custom = { StackId: 'the-stack', RequestId: 'the-request', LogicalResourceId: 'TheRun' };

describe('a deployment', () => {
  test('receives a success response, in the form its URL was signed for', async () => {
    const { event, answers } = await waiting();
    const { fn, runs } = failing(0);
    await fn(event);
    expect(runs()).toBe(1);
    expect(answers).toEqual([
      { method: 'PUT', type: '', body: { Status: 'SUCCESS', ...custom, PhysicalResourceId: 'layTable' } },
    ]);
  });

  test('is retried while a new role is not propagated', async () => {
    const pauses = withoutPauses();
    const { event, answers } = await waiting();
    const { fn, runs } = failing(3);
    await fn(event);
    expect([runs(), pauses]).toEqual([4, [1_000, 2_000, 4_000]]);
    expect(answers[0]!.body.Status).toBe('SUCCESS');
  });

  test('receives a failure response without the details of the error', async () => {
    const pauses = withoutPauses();
    const { event, answers } = await waiting();
    const { fn, lines, runs } = failing(100);
    await fn({ ...event, RequestType: 'Update', PhysicalResourceId: 'before' });
    expect([runs(), pauses.length]).toEqual([6, 5]);
    const body = { Status: 'FAILED', Reason: 'layTable: TypeError', ...custom, PhysicalResourceId: 'before' };
    expect(answers.map((answer) => answer.body)).toEqual([body]);
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatchObject({ level: 'error', message: 'not set up', setup: 'layTable', reason: 'TypeError' });
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });

  test('that is deleted changes nothing', async () => {
    const { event, answers } = await waiting();
    const { fn, runs } = failing(100);
    await fn({ ...event, RequestType: 'Delete', PhysicalResourceId: 'layTable' });
    expect(runs()).toBe(0);
    expect(answers[0]!.body).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'layTable' });
  });

  test('that does not accept the response is a failure, for Lambda to retry', async () => {
    const { event } = await waiting(403);
    await expect(failing(0).fn(event)).rejects.toThrow('403');
  });
});

test('in a manual invocation it works once, and throws its error', async () => {
  const good = failing(0);
  await good.fn({});
  expect(good.runs()).toBe(1);
  const bad = failing(100);
  await expect(bad.fn(undefined as any)).rejects.toThrow(TypeError);
  expect(bad.runs()).toBe(1);
});
