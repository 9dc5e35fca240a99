import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type Seeded, seedBranch } from '#scripts/seed/seed-branch';
import { Declined, type SeedClient, seedClient } from '#scripts/seed/seed-client';
import { deliveriesOfBranch, storyOf } from '#scripts/seed/seed-story';

let server: Server | undefined;
afterEach(() => server?.close());

type Answer = (response: ServerResponse) => void;
const says =
  (status: number, body: object, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end(JSON.stringify(body));
const hangsUp: Answer = (response) => response.destroy();

/** A server that gives these responses, one after the other. */
const answeringWith = async (...answers: Answer[]) => {
  const asked: IncomingMessage[] = [];
  server = createServer((request, response) => {
    asked.push(request);
    request.resume().once('end', () => answers[asked.length - 1]!(response));
  });
  await new Promise<void>((ready) => server!.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, client: seedClient({ url, token: async () => 'token', pauseMs: 1 }) };
};

describe('A request', () => {
  test('is repeated unchanged when it is throttled, fails or gets lost', async () => {
    const { asked, client } = await answeringWith(
      says(503, { code: 'busy-try-again' }),
      hangsUp,
      says(500, {}),
      says(201, { driverId: 'd' }, { 'idempotent-replayed': 'true' }),
    );
    expect(await client.send('driver 1', '/drivers', {})).toEqual({ body: { driverId: 'd' }, replayed: true });
    expect(asked).toHaveLength(4);
    expect(new Set(asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  test('that is refused is not repeated', async () => {
    const { asked, client } = await answeringWith(says(409, { code: 'licence-taken' }));
    await expect(client.send('driver 1', '/drivers', {})).rejects.toThrow(
      'POST /drivers was answered 409 licence-taken',
    );
    expect(asked).toHaveLength(1);
  });

  test('is given up in the end', async () => {
    const { asked, client } = await answeringWith(...Array.from({ length: 6 }, () => hangsUp));
    await expect(client.send('driver 1', '/drivers', {})).rejects.toThrow('POST /drivers was not answered');
    expect(asked).toHaveLength(6);
  });
});

describe('A branch', () => {
  const declining = (order: string, code: string): SeedClient => ({
    get: async () => ({ createdAt: '2026-05-04T08:30:00.000Z' }),
    send: async (it) => {
      if (it === order) throw new Declined(it, 409, code);
      return { body: {}, replayed: false };
    },
  });
  const seeded = async (client: SeedClient) => {
    const all: Seeded[] = [];
    await seedBranch(client, [0, 1, 2].map(storyOf), { lanes: 1, onDelivery: (it) => all.push(it) });
    return all;
  };

  test('leaves deliveries alone that others have changed', async () => {
    expect(await seeded(declining('delivery 1 1', 'not-in-transit'))).toEqual(['made', 'changed', 'made']);
  });

  test('ends with an error at an unknown refusal', async () => {
    await expect(seeded(declining('delivery 1', 'reference-taken'))).rejects.toThrow('reference-taken');
  });
});

test('A story is always the same, and no two crews share a shift', () => {
  const stories = Array.from({ length: 3 * deliveriesOfBranch }, (_, i) => storyOf(i));
  expect(stories.map(({ ordinal }) => storyOf(ordinal))).toEqual(stories);
  expect(new Set(stories.map(({ branch, crew, shift }) => `${branch} ${crew} ${shift}`)).size).toBe(stories.length);
  expect(new Set(stories.map(({ reference }) => reference)).size).toBe(stories.length);
});
