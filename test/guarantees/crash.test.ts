import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Answer, allPages, eventually, hours, world } from '#test/support/http/world';
import { checkInvariants } from '#test/support/invariants';

interface Runtime {
  readonly url: string;
  readonly java: number;
  readonly process: ChildProcess;
}

let data: string;
let runtime: Runtime;
/** The current base URL. The runtime gets a new port after a crash. */
const here = world({
  get url() {
    return runtime.url;
  },
  get keys() {
    return data;
  },
});

const open = async (): Promise<Runtime> => {
  const child = spawn(process.execPath, ['test/support/runtime/separate-runtime.ts', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' },
  });
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout! }), 'line'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the runtime ended with code ${code}`))),
  ]);
  return { ...JSON.parse(line), process: child };
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const gone = async ({ process, java }: Runtime, signal: 'SIGKILL' | 'SIGTERM') => {
  const exited = process.exitCode === null && process.signalCode === null ? once(process, 'exit') : undefined;
  process.kill(signal);
  await exited;
  await eventually(async () =>
    expect(isAlive(java), 'the Java process is still running after the runtime ended').toBe(false),
  );
};

interface Order {
  readonly send: () => Promise<Answer>;
  readonly answer?: Answer;
}

const isElsewhere = !inject('waybill').table;

beforeAll(async () => {
  if (isElsewhere) return;
  data = mkdtempSync(join(tmpdir(), 'waybill-crash-'));
  runtime = await open();
});
afterAll(async () => {
  if (runtime) await gone(runtime, 'SIGTERM');
  if (data) rmSync(data, { recursive: true, force: true });
});

/** Sends requests until the runtime ends. Returns the requests and the responses. */
const dispatcher = async (routeId: string, driverId: string, orders: Order[]) => {
  const ask = async (method: 'post' | 'put', path: string, body: object): Promise<Answer> => {
    const key = { 'idempotency-key': crypto.randomUUID() };
    const send = () => here.as('dispatcher')[method](path, body, key);
    const mine = orders.push({ send }) - 1;
    const answer = await send();
    orders[mine] = { send, answer };
    return answer;
  };
  try {
    for (;;) {
      const { body } = await ask('post', '/deliveries', { routeId, driverId, reference: crypto.randomUUID() });
      if (!body.deliveryId) continue;
      const path = `/deliveries/${body.deliveryId}`;
      await ask('post', `${path}/incidents`, { type: 'Delay', description: 'A jam' });
      await ask('put', `${path}/status`, { status: 'Failed', reason: 'the lights went out' });
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
};

test.skipIf(isElsewhere)('a runtime that is killed during requests keeps everything that it confirmed', async () => {
  const routes = [await here.anActiveRoute({ start: 1 }), await here.anActiveRoute({ start: 10 })];
  const drivers = await Promise.all(Array.from({ length: 4 }, () => here.aDriver()));
  const orders: Order[] = [];
  // Two clients share each driver. Their routes overlap for one pair and not for the other.
  const work = Array.from({ length: 8 }, (_, i) =>
    dispatcher(routes[i % 3 === 0 ? 0 : 1]!.routeId, drivers[i % 4]!.driverId, orders),
  );
  const acknowledged = () => orders.filter(({ answer }) => answer && answer.status < 300);
  await eventually(async () => expect(acknowledged().length).toBeGreaterThan(50));
  await gone(runtime, 'SIGKILL');
  await Promise.all(work);
  expect(orders.some(({ answer }) => !answer)).toBe(true);

  runtime = await open();

  await Promise.all(
    acknowledged().map(async ({ send, answer }) => {
      const again = await send();
      expect([again.status, again.body, again.etag]).toEqual([answer!.status, answer!.body, answer!.etag]);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
    }),
  );
  const unacknowledged = orders.filter(({ answer }) => !answer);
  for (const { send } of unacknowledged) {
    const [first, second] = [await send(), await send()];
    expect([first.status, first.body.code]).toEqual([second.status, second.body.code]);
    if (first.status < 300) expect(second.body).toEqual(first.body);
  }
  await everyRowMatchesItsStream();
  await checkInvariants(here);
  await gone(runtime, 'SIGTERM');
  runtime = await open();
  await everyRowMatchesItsStream();
});

/** Lists and counters match the streams once the projector has caught up. */
const everyRowMatchesItsStream = () =>
  eventually(async () => {
    const { get } = here.as('auditor');
    const rows = await allPages(get, '/deliveries', 100);
    const folds = await Promise.all(
      rows.map(async ({ deliveryId }) => (await get(`/deliveries/${deliveryId}?asOf=${hours(1)}`)).body),
    );
    // Whether a checkpoint is overdue depends on the time of the request. No checkpoint is overdue here.
    expect(rows).toEqual(folds.map(({ version, ...row }) => row));
    const { body } = await get('/deliveries/statistics');
    expect(body.deliveries).toBe(rows.length);
    for (const [status, count] of Object.entries(body.byStatus))
      expect(rows.filter((row) => row.status === status)).toHaveLength(count as number);
    const incidents = await allPages(get, '/incidents', 100);
    expect(incidents).toHaveLength(folds.flatMap((fold) => fold.incidents).length);
  });
