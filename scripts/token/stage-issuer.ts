import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { SigningKey } from '@waybill/auth/library';
import { recordStore } from '@waybill/kernel';
import { awsPlatform } from '@waybill/kernel/aws';
import { memory } from '@waybill/kernel/memory';
import { stageNamed } from '#lib/stage';
import { type Issuer, issuerWith } from '#scripts/local/index';
import { awsHere } from '../operate/tool-aws.ts';

/** Identity's record of the stage's signing keys. */
const signingKeys = recordStore<{ readonly keys: readonly SigningKey[] }>('identity', 'signing-keys');
const only = 'ring';

interface Reached extends ReturnType<typeof awsHere> {
  /** The emulator; without one, AWS as configured in the environment. */
  readonly endpoint?: string;
}

/**
 * Signs tokens with the stage's own signing key, which read access to the stage's secret and its table allows. The
 * stage trusts no further key for it. Refuses stages that keep data: there users sign in, and are in the audit.
 */
export const stageIssuer = async (name: string, reached: Reached = awsHere()): Promise<Issuer> => {
  if (stageNamed(name).keepData)
    throw new Error(`The stage ${name} keeps data: sign in there, and ask POST /auth/token for a token.`);
  const [dynamo, ssm] = [new DynamoDBClient(reached), new SSMClient(reached)];
  try {
    const platform = awsPlatform({
      ...memory(),
      dynamo,
      table: `waybill-${name}`,
      stage: name,
      development: undefined,
    });
    const parameter = async (what: string) =>
      (await ssm.send(new GetParameterCommand({ Name: `/waybill/${name}/${what}`, WithDecryption: true }))).Parameter!
        .Value!;
    const [secret, apiUrl, kept] = await Promise.all([
      parameter('auth-secret'),
      parameter('api-url'),
      platform.records.get(signingKeys, only),
    ]);
    const now = new Date().toISOString();
    const key = kept?.data.keys.toSorted((a, b) => (a.from < b.from ? -1 : 1)).findLast(({ from }) => from <= now);
    if (!key) throw new Error('no signing key');
    const { signerOf } = await import('@waybill/auth/library');
    return issuerWith(apiUrl, await signerOf(key, secret));
  } catch (error) {
    const why = (error as Error).name === 'Error' ? (error as Error).message : (error as Error).name;
    throw new Error(`The signing key of the stage ${name} cannot be read (${why}).`, { cause: error });
  } finally {
    dynamo.destroy();
    ssm.destroy();
  }
};
