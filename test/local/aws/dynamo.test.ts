import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { dynamoClient, startDynamo } from '#scripts/local/dynamo/dynamo';
import { processOf } from '#scripts/local/dynamo/processes';
import { temporaryDirectory } from '../support/directory.ts';
import { released } from '../support/released.ts';
import { until } from '../support/until.ts';

const victim = fileURLToPath(new URL('../support/kill-me.ts', import.meta.url));

afterEach(() => vi.unstubAllEnvs());

test('a killed process leaves no java process and loses no acknowledged write', async () => {
  const data = temporaryDirectory();
  const child = fork(victim, [data]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let java = 0;
  let written = 0;
  child.on('message', (message: { java?: number; written?: number }) => {
    java = message.java ?? java;
    written = message.written ?? written;
  });
  await until(() => written >= 50);
  expect(processOf(java)?.command).toContain('DynamoDBLocal.jar');
  child.kill('SIGKILL');
  await once(child, 'exit');

  const dynamo = await released(startDynamo({ data }));
  expect(processOf(java)).toBeUndefined();
  const client = dynamoClient(dynamo.endpoint);
  const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: 'crash' } } };
  const { Count } = await client.send(new QueryCommand({ TableName: 'waybill-test', ...query, Select: 'COUNT' }));
  expect(Count).toBeGreaterThanOrEqual(written);
  client.destroy();
  await dynamo.stop();
  expect(processOf(dynamo.pid)).toBeUndefined();
});

test('data in use by another process is not changed', async () => {
  const data = temporaryDirectory();
  await released(startDynamo({ data }));
  await expect(startDynamo({ data })).rejects.toThrow(/is in use by another Waybill/);
});

test('an unusable directory is named in the error', async () => {
  const file = join(temporaryDirectory(), 'file');
  writeFileSync(file, '');
  await expect(startDynamo({ data: join(file, 'below') })).rejects.toThrow(
    `Cannot use ${file}/below for data (ENOTDIR)`,
  );
});

test('without java, it says what to install', async () => {
  vi.stubEnv('JAVA_HOME', '/nowhere');
  await expect(startDynamo()).rejects.toThrow(/install Java 17 or newer, or deploy to an emulator/);
});
