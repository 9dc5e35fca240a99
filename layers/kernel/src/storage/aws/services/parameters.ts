import {
  GetParameterCommand,
  ParameterAlreadyExists,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { type Parameters, ThrottledError } from '../../../platform.ts';

/** `keyId`: the KMS key that encrypts secrets; by default the account's `aws/ssm`. */
export const ssmParameters = (client: SSMClient, keyId?: string): Parameters => {
  const get = async (name: string) => {
    try {
      return (await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }))).Parameter?.Value;
    } catch (error) {
      if (error instanceof ParameterNotFound) return undefined;
      if (isThrottle(error)) throw new ThrottledError('throttled', { cause: error });
      throw error;
    }
  };
  return {
    get,
    put: async (name, value, { secret, once }) => {
      const kind = secret ? { Type: 'SecureString' as const, KeyId: keyId } : { Type: 'String' as const };
      try {
        await client.send(new PutParameterCommand({ Name: name, Value: value, ...kind, Overwrite: !once }));
        return value;
      } catch (error) {
        if (!(once && error instanceof ParameterAlreadyExists)) throw error;
        return (await get(name)) ?? value;
      }
    },
  };
};

const isThrottle = (error: unknown) => error instanceof Error && error.name === 'ThrottlingException';
