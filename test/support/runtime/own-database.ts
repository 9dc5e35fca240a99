import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import type { Dynamo } from '#scripts/local/dynamo/dynamo';

/**
 * A database of the caller's own in the DynamoDB Local of this run, which keeps one for each access key: what others do in
 * theirs is neither seen here nor waited for. It ends with the run.
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
