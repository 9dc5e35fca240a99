import { execFile } from 'node:child_process';
import { pseudonymOf } from '@waybill/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { standIn } from '../kernel/storage/amazon.ts';

const asked: unknown[] = [];
let service: Awaited<ReturnType<typeof standIn>>;
beforeAll(async () => {
  service = await standIn({
    'AmazonSSM.GetParameter': (input: any) => {
      asked.push(input);
      return { Parameter: { Name: input.Name, Type: 'SecureString', Value: 'k1', Version: 1 } };
    },
  });
});
afterAll(() => service?.stop());

/** `npm run source` against a Systems Manager of our own. */
const source = (...args: string[]) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const env = { ...process.env, AWS_ENDPOINT_URL: service.endpoint };
    execFile(process.execPath, ['scripts/observe/source.ts', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

test('an operator who may read the key gets the pseudonym of an address in the logs of one day', async () => {
  const [ip, day] = ['203.0.113.7', '2026-05-04'];
  const result = await source('--stage', 'prod', '--ip', ip, '--day', day);
  expect(result).toEqual({
    code: 0,
    stdout: `${pseudonymOf('k1', ip, new Date(`${day}T23:59:59.999Z`))}\n`,
    stderr: '',
  });
  expect(asked).toEqual([{ Name: '/waybill/prod/source-key', WithDecryption: true }]);
});

test.each([
  [['--ip', '203.0.113.7'], '--stage must name a deployment.'],
  [['--stage', 'prod'], '--ip must be an IPv4 or IPv6 address.'],
  [['--stage', 'prod', '--ip', '203.0.113.700'], '--ip must be an IPv4 or IPv6 address.'],
  [['--stage', 'prod', '--ip', '::1', '--day', 'monday'], '--day must be a day, as in 2026-05-04.'],
])('%j is refused in one sentence', async (args, sentence) => {
  expect(await source(...args)).toEqual({ code: 2, stdout: '', stderr: `${sentence}\n` });
});
