import { SSMClient } from '@aws-sdk/client-ssm';
import { memory } from '@waybill/kernel/memory';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ssmParameters } from '../../layers/kernel/src/aws/parameters.ts';
import type { Parameters } from '../../layers/kernel/src/platform.ts';
import { clientOf, clientOfNobody, type Refusal, refusal, standIn } from './amazon.ts';

type Known = Readonly<Record<string, string>>;
type Open = (parameters: Known) => Parameters;

/** One stand-in for the file: GetParameter, about what is known now, or one no for everything. */
const ssmWorlds = () => {
  let known: Known = {};
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

  let service: Awaited<ReturnType<typeof standIn>>;
  let client: SSMClient;
  beforeAll(async () => {
    service = await standIn({ 'AmazonSSM.GetParameter': getParameter });
    client = new SSMClient(clientOf(service.endpoint));
  });
  afterAll(async () => {
    client?.destroy();
    await service?.stop();
  });

  const open: Open = (parameters) => {
    known = parameters;
    no = undefined;
    return ssmParameters(client);
  };
  const refusing = (refusal: Refusal) => {
    no = refusal;
    return ssmParameters(client);
  };
  return { open, refusing, asked };
};

const promises = (open: Open) => {
  test('a parameter is told whole', async () => {
    const value = '🚚 Zürich → 東京 𠮷 \u{10FFFF} "quoted" \\ \n';
    expect(await open({ '/waybill/test/greeting': value }).get('/waybill/test/greeting')).toBe(value);
  });

  test('a parameter that holds JSON is told letter by letter', async () => {
    const value = '{ "keys": [ { "kid": "1", "n": 1.0 } ] }\n';
    expect(await open({ '/waybill/test/jwks': value }).get('/waybill/test/jwks')).toBe(value);
  });

  test('a parameter is told by its whole name', async () => {
    const parameters = open({ '/waybill/test/jwks': 'ours', '/waybill/live/jwks': 'theirs' });
    expect(await parameters.get('/waybill/live/jwks')).toBe('theirs');
    expect(await parameters.get('/waybill/test/jwks')).toBe('ours');
    expect(await parameters.get('/waybill/test')).toBeUndefined();
    expect(await parameters.get('/WAYBILL/TEST/JWKS')).toBeUndefined();
  });

  test('a parameter nobody set is undefined', async () => {
    expect(await open({}).get('/waybill/test/jwks')).toBeUndefined();
  });
};

describe('in memory', () => promises((parameters) => memory({ parameters }).parameters));

describe('on SSM', () => {
  const { open, refusing, asked } = ssmWorlds();
  promises(open);

  test('a secret is asked for in the clear', async () => {
    await open({ '/waybill/test/secret': 'hush' }).get('/waybill/test/secret');
    expect(asked.at(-1)).toEqual({ Name: '/waybill/test/secret', WithDecryption: true });
  });

  test.each([
    [400, 'AccessDeniedException'],
    [400, 'InvalidKeyId'],
    [400, 'ParameterVersionNotFound'],
    [400, 'ThrottlingException'],
    [500, 'InternalServerError'],
  ])('%i %s is an error, and no missing parameter', async (status, name) => {
    await expect(refusing(refusal(status, name)).get('/waybill/test/jwks')).rejects.toMatchObject({ name });
  });

  test('an SSM that does not answer is an error', async () => {
    const parameters = ssmParameters(new SSMClient(await clientOfNobody()));
    await expect(parameters.get('/waybill/test/jwks')).rejects.toThrow('ECONNREFUSED');
  });
});
