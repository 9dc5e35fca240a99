import { statSync } from 'node:fs';
import { join } from 'node:path';
import { SSMClient } from '@aws-sdk/client-ssm';
import { ThrottledError } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import type { Parameters } from '@waybill/kernel/platform';
import { ssmParameters } from '@waybill/kernel/storage/aws/services/parameters';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localParameters } from '#scripts/local/index';
import { temporaryDirectory } from '../../local/support/directory.ts';
import { clientOf, clientOfNobody, type Refusal, refusal, standIn } from './amazon.ts';

type Known = Readonly<Record<string, string>>;
type Open = (parameters: Known) => Parameters;

/** One fake service for the file: GetParameter with the known values, or with one error for everything. */
const ssmWorlds = () => {
  let known: Record<string, string> = {};
  let no: Refusal | undefined;
  const asked: unknown[] = [];
  const getParameter = (input: { Name: string }) => {
    asked.push(input);
    if (no) return no;
    if (!Object.hasOwn(known, input.Name)) return refusal(400, 'ParameterNotFound');
    const { Name } = input;
    const ARN = `arn:aws:ssm:eu-west-1:000000000000:parameter${Name}`;
    return { Parameter: { ARN, DataType: 'text', Name, Type: 'SecureString', Value: known[Name], Version: 1 } };
  };

  const putParameter = (input: { Name: string; Value: string; Overwrite?: boolean }) => {
    asked.push(input);
    if (no) return no;
    if (Object.hasOwn(known, input.Name) && !input.Overwrite) return refusal(400, 'ParameterAlreadyExists');
    known[input.Name] = input.Value;
    return { Version: 1, Tier: 'Standard' };
  };

  let service: Awaited<ReturnType<typeof standIn>>;
  let client: SSMClient;
  beforeAll(async () => {
    service = await standIn({ 'AmazonSSM.GetParameter': getParameter, 'AmazonSSM.PutParameter': putParameter });
    client = new SSMClient(clientOf(service.endpoint));
  });
  afterAll(async () => {
    client?.destroy();
    await service?.stop();
  });

  const open: Open = (parameters) => {
    known = { ...parameters };
    no = undefined;
    return ssmParameters(client);
  };
  const refusing = (refusal: Refusal) => {
    no = refusal;
    return ssmParameters(client);
  };
  return { open, refusing, asked, client: () => client };
};

const promises = (open: Open) => {
  test('a parameter is read completely', async () => {
    const value = '🚚 Zürich → 東京 𠮷 \u{10FFFF} "quoted" \\ \n';
    expect(await open({ '/waybill/test/greeting': value }).get('/waybill/test/greeting')).toBe(value);
  });

  test('a parameter with JSON is read unchanged', async () => {
    const value = '{ "keys": [ { "kid": "1", "n": 1.0 } ] }\n';
    expect(await open({ '/waybill/test/jwks': value }).get('/waybill/test/jwks')).toBe(value);
  });

  test('a parameter is read by its full name', async () => {
    const parameters = open({ '/waybill/test/jwks': 'ours', '/waybill/live/jwks': 'theirs' });
    expect(await parameters.get('/waybill/live/jwks')).toBe('theirs');
    expect(await parameters.get('/waybill/test/jwks')).toBe('ours');
    expect(await parameters.get('/waybill/test')).toBeUndefined();
    expect(await parameters.get('/WAYBILL/TEST/JWKS')).toBeUndefined();
  });

  test('an unknown parameter is undefined', async () => {
    expect(await open({}).get('/waybill/test/jwks')).toBeUndefined();
  });

  test('a parameter that was set is read, and may be set again', async () => {
    const parameters = open({});
    expect(await parameters.put('/waybill/test/jwks', 'one', { secret: false, once: false })).toBe('one');
    expect(await parameters.put('/waybill/test/jwks', 'two', { secret: false, once: false })).toBe('two');
    expect(await parameters.get('/waybill/test/jwks')).toBe('two');
  });

  test('a parameter that is set once never changes: later writers receive its value', async () => {
    const parameters = open({});
    expect(await parameters.put('/waybill/test/secret', 'first', { secret: true, once: true })).toBe('first');
    expect(await parameters.put('/waybill/test/secret', 'second', { secret: true, once: true })).toBe('first');
    expect(await parameters.get('/waybill/test/secret')).toBe('first');
  });

  test('of many concurrent writers of a parameter that is set once, all receive the same value', async () => {
    const parameters = open({});
    const secrets = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        parameters.put('/waybill/test/secret', `${i}`, { secret: true, once: true }),
      ),
    );
    expect(new Set(secrets).size).toBe(1);
    expect(await parameters.get('/waybill/test/secret')).toBe(secrets[0]);
  });
};

describe('in memory', () => promises((parameters) => memory({ parameters }).parameters));

describe('in the local runtime', () => {
  describe('in memory', () => promises((parameters) => localParameters(parameters)));
  describe('on disk', () => promises((parameters) => localParameters(parameters, temporaryDirectory())));

  test('a value that was set is present after a restart, and only its owner may read the file', async () => {
    const data = temporaryDirectory();
    await localParameters({}, data).put('/waybill/test/secret', 'hush', { secret: true, once: true });
    expect(await localParameters({}, data).get('/waybill/test/secret')).toBe('hush');
    expect(statSync(join(data, 'parameters.json')).mode & 0o777).toBe(0o600);
  });
});

describe('on SSM', () => {
  const { open, refusing, asked, client: clientOpen } = ssmWorlds();
  promises(open);

  test('a secret is read decrypted', async () => {
    await open({ '/waybill/test/secret': 'hush' }).get('/waybill/test/secret');
    expect(asked.at(-1)).toEqual({ Name: '/waybill/test/secret', WithDecryption: true });
  });

  test('a secret is stored encrypted, and a public parameter is not', async () => {
    const parameters = open({});
    await parameters.put('/waybill/test/secret', 'hush', { secret: true, once: true });
    await parameters.put('/waybill/test/jwks', '{}', { secret: false, once: false });
    expect(asked.slice(-2)).toEqual([
      { Name: '/waybill/test/secret', Value: 'hush', Type: 'SecureString', Overwrite: false },
      { Name: '/waybill/test/jwks', Value: '{}', Type: 'String', Overwrite: true },
    ]);
  });

  test('a secret is encrypted with the key of the stage, where it has one; a public parameter needs none', async () => {
    open({});
    const parameters = ssmParameters(clientOpen(), 'arn:aws:kms:eu-west-1:1:key/k');
    await parameters.put('/waybill/test/secret', 'hush', { secret: true, once: true });
    await parameters.put('/waybill/test/jwks', '{}', { secret: false, once: false });
    expect(asked.slice(-2).map((one: any) => one.KeyId)).toEqual(['arn:aws:kms:eu-west-1:1:key/k', undefined]);
  });

  test('a failed write is an error, also where the parameter is set once', async () => {
    for (const once of [true, false])
      await expect(
        refusing(refusal(400, 'AccessDeniedException')).put('/waybill/test/secret', 'hush', { secret: true, once }),
      ).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test.each([
    [400, 'AccessDeniedException'],
    [400, 'InvalidKeyId'],
    [400, 'ParameterVersionNotFound'],
    [500, 'InternalServerError'],
  ])('%i %s is an error, and not a missing parameter', async (status, name) => {
    await expect(refusing(refusal(status, name)).get('/waybill/test/jwks')).rejects.toMatchObject({ name });
  });

  test('throttling is reported like that of the table', async () => {
    const throttled = refusing(refusal(400, 'ThrottlingException')).get('/waybill/test/jwks');
    await expect(throttled).rejects.toBeInstanceOf(ThrottledError);
  });

  test('an SSM that does not respond is an error', async () => {
    const parameters = ssmParameters(new SSMClient(await clientOfNobody()));
    await expect(parameters.get('/waybill/test/jwks')).rejects.toThrow('ECONNREFUSED');
  });
});
