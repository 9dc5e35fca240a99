import {
  GetParameterCommand,
  ParameterAlreadyExists,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { Parameters } from '../platform.ts';

export const ssmParameters = (client: SSMClient): Parameters => {
  const get = async (name: string) => {
    try {
      return (await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }))).Parameter?.Value;
    } catch (error) {
      if (error instanceof ParameterNotFound) return undefined;
      throw error;
    }
  };
  return {
    get,
    put: async (name, value, { secret, once }) => {
      const Type = secret ? 'SecureString' : 'String';
      try {
        await client.send(new PutParameterCommand({ Name: name, Value: value, Type, Overwrite: !once }));
        return value;
      } catch (error) {
        if (!(once && error instanceof ParameterAlreadyExists)) throw error;
        return (await get(name)) ?? value;
      }
    },
  };
};
