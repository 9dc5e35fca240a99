import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newWebhookSecret, safeFetch, signWebhook } from '@waybill/channels';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { always, localServer, type Received } from './support/local-server.ts';

const docs = readFileSync(join(import.meta.dirname, '../../docs/webhooks.md'), 'utf8');
const codeIn = (language: string) => new RegExp(`\`\`\`${language}\\n([^]*?)\n\`\`\``).exec(docs)![1]!;
const hasPython = spawnSync('python3', ['--version']).status === 0;

type Verify = (headers: Record<string, string>, body: string, secret: string) => string | undefined;
let directory: string;
let typescript: Verify;

const python: Verify = (headers, body, secret) => {
  const script = `${codeIn('python')}

import json, sys

given = json.loads(sys.stdin.buffer.read())
try:
    verify_webhook(given["headers"], given["body"].encode(), given["secret"])
except ValueError as error:
    print(error, end="")
`;
  const { status, stdout, stderr } = spawnSync('python3', ['-c', script], {
    input: JSON.stringify({ headers, body, secret }),
  });
  if (status !== 0) throw new Error(`${stderr}`);
  return `${stdout}` || undefined;
};

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'waybill-verifier-'));
  const file = join(directory, 'verify-webhook.ts');
  writeFileSync(file, codeIn('ts'));
  const { verifyWebhook } = await import(file);
  typescript = (...given) => {
    try {
      verifyWebhook(...given);
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };
});
afterAll(() => rmSync(directory, { recursive: true }));

const body = JSON.stringify({
  type: 'DeliveryStatusChanged',
  timestamp: '2026-05-04T10:00:00.000Z',
  data: { note: 'Größe 日本' },
});

/** A webhook as it arrives at a server. */
const arrived = async (secrets: readonly string[], secondsAgo = 0): Promise<Received> => {
  const { url, received } = await localServer(always(204, ''));
  const timestamp = Math.floor(Date.now() / 1000) - secondsAgo;
  const headers = { 'content-type': 'application/json', ...signWebhook({ id: 'msg_1', timestamp, body }, secrets) };
  const development = { allowHttp: true, allowAddress: () => true };
  const answer = await safeFetch(url, { headers, body }, { ports: [Number(new URL(url).port)], development });
  expect(answer).toMatchObject({ outcome: 'answered', status: 204 });
  return received[0]!;
};

describe.each([
  ['TypeScript', (...given: Parameters<Verify>) => typescript(...given), false],
  ['Python', python, !hasPython],
] as const)('The verifier in %s of the documentation', (_, verify, isMissing) => {
  it.skipIf(isMissing)(
    'accepts a webhook that was really sent, by either secret while one replaces the other',
    async () => {
      const [old, next] = [newWebhookSecret(), newWebhookSecret()];
      const { headers, body } = await arrived([next, old]);
      expect(verify(headers, body, old)).toBeUndefined();
      expect(verify(headers, body, next)).toBeUndefined();
      expect(verify(headers, body, newWebhookSecret())).toBe('wrong signature');
    },
  );

  it.skipIf(isMissing)('refuses what is forged, altered, incomplete or old', async () => {
    const secret = newWebhookSecret();
    const { headers, body } = await arrived([secret]);
    expect(verify(headers, body, secret)).toBeUndefined();
    expect(verify(headers, `${body} `, secret)).toBe('wrong signature');
    expect(verify({ ...headers, 'webhook-id': 'msg_2' }, body, secret)).toBe('wrong signature');
    expect(verify({ ...headers, 'webhook-signature': 'v1,' }, body, secret)).toBe('wrong signature');
    expect(verify({ ...headers, 'webhook-signature': 'v1,ü v2' }, body, secret)).toBe('wrong signature');
    expect(verify({}, body, secret)).toBe('not a webhook');
    expect(verify({ ...headers, 'webhook-timestamp': 'soon' }, body, secret)).toBe('not a webhook');
    const late = await arrived([secret], 301);
    expect(verify(late.headers, late.body, secret)).toBe('too old');
  });
});
