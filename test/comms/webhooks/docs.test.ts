import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DeliveryStatusChanged } from '#events/deliveries';
import { publishedTypes } from '#functions/comms/domain/webhooks/event-types';
import * as comms from '#functions/comms/manifest';
import { localServer } from '../../channels/support/local-server.ts';
import { anAcme, happened } from './support/acme.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/webhooks.md'), 'utf8');
const code = (language: string) => new RegExp(`\`\`\`${language} verify\n(.*?)\`\`\``, 's').exec(page)![1]!;
const python = 'python3';
const hasPython = spawnSync(python, ['--version']).status === 0;

interface Request {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly secret: string;
  /** In seconds. */
  readonly now: number;
}

/** The code of the page, and what runs it in a process of its own. */
const runs = {
  TypeScript: {
    file: 'verify.ts',
    code: code('ts'),
    runner: `
      import { readFileSync } from 'node:fs';
      import { verify } from './verify.ts';
      const result = ({ headers, body, secret, now }) => {
        try { return verify(headers, body, secret, now * 1000); } catch (error) { return error.message; }
      };
      console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(result)));
    `,
    command: [process.execPath, 'run.ts'],
  },
  Python: {
    file: 'verify.py',
    code: code('python'),
    runner: [
      'import json, sys',
      'from verify import verify',
      'def result(it):',
      '    try:',
      '        return verify(it["headers"], it["body"].encode(), it["secret"], it["now"])',
      '    except ValueError as error:',
      '        return str(error)',
      'print(json.dumps([result(it) for it in json.load(sys.stdin)]))',
    ].join('\n'),
    command: [python, 'run.py'],
  },
} as const;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-webhooks-'));
  for (const { file, code, runner } of Object.values(runs)) {
    writeFileSync(join(folder, file), code);
    writeFileSync(join(folder, `run${file.slice(file.lastIndexOf('.'))}`), runner);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A request that was really sent, after a rotation: it has two signatures. */
const aRequest = async (): Promise<Request> => {
  const { url, received } = await localServer((_, response) => void response.end());
  const { create, asked, publish, workFor, now } = await anAcme();
  const { webhookId, secret } = await create(url);
  await asked(comms.rotateWebhookSecret, { path: { webhookId } });
  await publish(happened(DeliveryStatusChanged({ from: 'InTransit', to: 'Failed', reason: 'Reifen geplatzt 🚚' })));
  await workFor(0);
  const { headers, body } = received[0]!;
  return { headers, body, secret, now: Math.floor(now().getTime() / 1000) };
};

/** For each request the event, or the message of the error. */
const verified = (language: keyof typeof runs, ...requests: Request[]): unknown[] => {
  const [command, file] = runs[language].command;
  const { stdout, stderr, status } = spawnSync(command, [file], { cwd: folder, input: JSON.stringify(requests) });
  expect(status, stderr.toString()).toBe(0);
  return JSON.parse(stdout.toString());
};

describe.each(['TypeScript', 'Python'] as const)('the verifier in %s', (language) => {
  // On a machine without python3 these tests are skipped.
  const runsHere = test.skipIf(language === 'Python' && !hasPython);

  runsHere('accepts a request that was sent', async () => {
    const request = await aRequest();
    expect(verified(language, request)).toEqual([JSON.parse(request.body)]);
  });

  runsHere('refuses altered and late requests', async () => {
    const request = await aRequest();
    const headers = (change: object) => ({ ...request, headers: { ...request.headers, ...change } }) as Request;
    const { 'webhook-signature': _, ...unsigned } = request.headers;
    const wrong = 'The signature is wrong.';
    const late = 'The request is not of the last five minutes.';
    const missing = 'The request is not signed.';
    const results = [
      [{ ...request, body: request.body.replace('Failed', 'Delivered') }, wrong],
      [{ ...request, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }, wrong],
      [headers({ 'webhook-id': 'another' }), wrong],
      [headers({ 'webhook-timestamp': String(request.now + 1) }), wrong],
      [headers({ 'webhook-signature': 'v1,' }), wrong],
      [headers({ 'webhook-signature': 'v2,abc v1' }), wrong],
      [{ ...request, now: request.now + 301 }, late],
      [{ ...request, now: request.now - 301 }, late],
      [{ ...request, headers: unsigned }, missing],
    ] as const;
    const inputs = results.map(([input]) => input);
    expect(verified(language, ...inputs)).toEqual(results.map(([, expected]) => expected));
  });
});

test('the event types in the example exist', () => {
  const [, types = ''] = /"eventTypes": (\["D[^\]]*\])/.exec(page) ?? [];
  expect(publishedTypes).toEqual(expect.arrayContaining(JSON.parse(types)));
});
