import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import type { Dynamo } from '#scripts/local/dynamo/dynamo';

/**
 * A separate database in this run's DynamoDB Local, which has one for each access key: tests do not see or wait for
 * each other's data. It ends with the run.
 */
export const ownDatabase = async (): Promise<Dynamo> => {
  const answer = await fetch(inject('database'));
  if (!answer.ok) throw new Error(await answer.text());
  const { endpoint, pid } = (await answer.json()) as Pick<Dynamo, 'endpoint' | 'pid'>;
  const { host } = new URL(endpoint);
  return {
    endpoint: `http://test${randomBytes(16).toString('hex')}@${host}`,
    pid,
    isExposed: false,
    exited: new Promise(() => undefined),
    stop: async () => undefined,
  };
};
