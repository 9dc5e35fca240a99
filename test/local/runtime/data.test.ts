import { type ChildProcess, execFileSync, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { startJava } from '#scripts/local/dynamo/java';
import { createTable } from '#scripts/local/dynamo/table';
import {
  developmentKeys,
  dynamoClient,
  localParameters,
  localQueues,
  startDynamo,
  startLocal,
} from '#scripts/local/index';
import { checkpointIn } from '#scripts/local/stream/checkpoint';
import { tool } from '../../tools/cli.ts';
import { temporaryDirectory } from '../support/directory.ts';
import { contexts } from '../support/garden.ts';
import { released } from '../support/released.ts';
import { until } from '../support/until.ts';

afterEach(() => vi.unstubAllEnvs());

describe('a data directory', () => {
  const taker = fileURLToPath(new URL('../support/take-data.ts', import.meta.url));

  const several = async (count: number, data: string) => {
    const children = Array.from({ length: count }, () => fork(taker, [data], { stdio: 'ignore' }));
    onTestFinished(() => {
      for (const child of children) child.kill('SIGKILL');
    });
    await Promise.all(children.map((child) => once(child, 'message')));
    const answers = children.map(async (child) => {
      const [answer] = (await once(child, 'message')) as [{ java?: number; refused?: string }];
      return { child, ...answer };
    });
    for (const child of children) child.send('start');
    return Promise.all(answers);
  };
  const refusalOf = (child: ChildProcess, data: string) =>
    `${data} is in use by another Waybill (process ${child.pid}, take-data.ts): stop it or choose another with --data.`;

  test('is locked by one of ten processes that start at once, and nine name that process', async () => {
    const data = temporaryDirectory();
    const answers = await several(10, data);
    const [winner, ...more] = answers.filter(({ java }) => java !== undefined);
    expect(more).toEqual([]);
    const others = answers.flatMap(({ refused }) => refused ?? []);
    expect(others).toEqual(Array.from({ length: 9 }, () => refusalOf(winner!.child, data)));

    // A killed process leaves nothing behind that blocks its successors, and again only one succeeds.
    winner!.child.kill('SIGKILL');
    await once(winner!.child, 'exit');
    const successors = await several(3, data);
    const [successor, ...none] = successors.filter(({ java }) => java !== undefined);
    expect(none).toEqual([]);
    expect(successors.flatMap(({ refused }) => refused ?? [])).toEqual(
      [1, 2].map(() => refusalOf(successor!.child, data)),
    );
  });

  test('that a tool has locked is not shared with another tool', async () => {
    const data = temporaryDirectory();
    await released(startDynamo({ data, joinable: false }));
    expect(await tool('verify', '--data', data)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/ is in use by another Waybill \(process \d+, /),
    });
  });

  test('is unlocked when the runtime has stopped, or could not start', async () => {
    const data = temporaryDirectory();
    await (await startDynamo({ data })).stop();
    const busy = await released(startLocal({ contexts }));
    const port = Number(new URL(busy.url).port);
    await expect(startLocal({ contexts, data, port })).rejects.toThrow(`Port ${port} is taken`);
    await released(startDynamo({ data }));
    expect(readdirSync(data)).toContain('owner.json');
  });
});

describe('the format of a data directory', () => {
  const formatIn = (data: string) => JSON.parse(readFileSync(join(data, 'format.json'), 'utf8'));

  test('is stored at the first start', async () => {
    const data = temporaryDirectory();
    await released(startDynamo({ data }));
    expect(formatIn(data)).toEqual({ format: 2 });
  });

  const unknown = (data: string, format: unknown) => {
    mkdirSync(join(data, 'dynamodb'));
    writeFileSync(join(data, 'format.json'), JSON.stringify({ format }));
    return `${data} holds data of format ${JSON.stringify(format)}, and this version of Waybill knows 1 to 2: use the version that wrote it, or another directory with --data.`;
  };

  test.each([3, 0, 1.5, '2', null])('%j is refused in a sentence, and the data is not changed', async (format) => {
    const data = temporaryDirectory();
    const refused = unknown(data, format);
    await expect(startDynamo({ data })).rejects.toThrow(refused);
    await expect(startDynamo({ data, fresh: true })).rejects.toThrow(refused);
    expect(readdirSync(data).toSorted()).toEqual(['dynamodb', 'format.json']);
  });

  test('of a newer version is refused by all tools', async () => {
    const data = temporaryDirectory();
    const refused = unknown(data, 3);
    writeFileSync(join(data, 'development-key.json'), '{}');
    const here = ['--data', data];
    const answers = await Promise.all([
      tool('start', '--port', '0', ...here),
      tool('verify', ...here),
      tool('invoke', 'getDriver', '--event', 'events/samples/api-query.json', ...here),
      tool('token', '--role', 'owner', ...here),
    ]);
    expect(answers.map(({ code }) => code)).toEqual([1, 1, 1, 2]);
    expect(answers.map(({ err }) => err)).toEqual(answers.map(() => refused));
  });

  test('is migrated without loss', async () => {
    const data = temporaryDirectory();
    const dynamodb = join(data, 'dynamodb');
    mkdirSync(dynamodb);
    // The layout before formats had numbers: one shared database.
    const port = await freePort();
    const java = await released(startJava(['-dbPath', dynamodb, '-sharedDb', '-disableTelemetry', '-port', `${port}`]));
    const old = dynamoClient(`http://127.0.0.1:${port}`);
    await until(() =>
      old.send(new ListTablesCommand({})).then(
        () => true,
        () => false,
      ),
    );
    await createTable(old, 'waybill-local');
    const Key = { pk: { S: 'a' }, sk: { S: 'e#1' } };
    await old.send(new PutItemCommand({ TableName: 'waybill-local', Item: { ...Key, said: { S: 'long ago' } } }));
    old.destroy();
    await java.stop();
    expect(existsSync(join(dynamodb, 'shared-local-instance.db'))).toBe(true);

    for (const _ of ['the first time', 'and the second']) {
      const dynamo = await startDynamo({ data });
      const client = dynamoClient(dynamo.endpoint);
      const { Item } = await client.send(new GetItemCommand({ TableName: 'waybill-local', Key }));
      client.destroy();
      await dynamo.stop();
      expect(Item).toEqual({ ...Key, said: { S: 'long ago' } });
      expect([formatIn(data), existsSync(join(dynamodb, 'shared-local-instance.db'))]).toEqual([{ format: 2 }, false]);
    }
  });
});

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
};

/** Whether anything listens at that port. 127.0.0.2 is this machine too, but no server binds to it explicitly. */
const answers = (host: string, endpoint: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(endpoint).port), host, () => resolve(true));
    socket.once('connect', () => socket.destroy()).once('error', () => resolve(false));
  });

describe('the database', () => {
  const tablesSeenBy = async (client: DynamoDBClient) => {
    const { TableNames } = await client.send(new ListTablesCommand({}));
    client.destroy();
    return TableNames;
  };

  test('is empty for clients without its access key, which only the owner can read', async () => {
    const data = temporaryDirectory();
    const dynamo = await released(startDynamo({ data }));
    const own = dynamoClient(dynamo.endpoint);
    await createTable(own, 'waybill-local');
    expect(await tablesSeenBy(own)).toEqual(['waybill-local']);
    const { host } = new URL(dynamo.endpoint);
    for (const user of ['', 'local@', 'waybill@'])
      expect(await tablesSeenBy(dynamoClient(`http://${user}${host}`))).toEqual([]);
    for (const name of ['lock', 'dynamodb', 'dynamodb-key.json', 'dynamodb.pid', 'owner.json'])
      expect(statSync(join(data, name)).mode & 0o077, name).toBe(0);
  });
});

describe('a listener', () => {
  test('of the database is on loopback only, and refuses web pages', async () => {
    const { endpoint, isExposed } = await released(startDynamo());
    expect([isExposed, await answers('127.0.0.1', endpoint), await answers('127.0.0.2', endpoint)]).toEqual([
      false,
      true,
      false,
    ]);
    const asked = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const headers = { ...asked, 'access-control-request-headers': 'x-amz-target' };
    const preflight = await fetch(endpoint, { method: 'OPTIONS', headers });
    expect(preflight.headers.get('access-control-allow-origin')).toBe(null);
  });

  const javac = spawnSync('javac', ['-version'], { encoding: 'utf8' }).stdout?.startsWith('javac 17.');
  test.runIf(javac)('is the database in a class that was compiled from its source', () => {
    const local = join(import.meta.dirname, '..', '..', '..', 'scripts', 'local', 'dynamo');
    const out = temporaryDirectory();
    execFileSync('javac', ['--release', '11', '-g:none', '-d', out, join(local, 'Loopback.java')]);
    expect(readFileSync(join(out, 'Loopback.class'))).toEqual(readFileSync(join(local, 'Loopback.class')));
  });

  test('of the database is on all interfaces if Java does not allow otherwise, which is detected', async () => {
    const home = temporaryDirectory();
    mkdirSync(join(home, 'bin'));
    const script =
      '#!/bin/sh\nfor it; do shift; case $it in --add-opens*) ;; *) set -- "$@" "$it" ;; esac; done\nexec java "$@"\n';
    writeFileSync(join(home, 'bin', 'java'), script, { mode: 0o755 });
    vi.stubEnv('JAVA_HOME', home);
    const { endpoint, isExposed } = await released(startDynamo());
    const isOnANetwork = Object.values(networkInterfaces()).some((all) => all?.some(({ internal }) => !internal));
    expect([isExposed, await answers('127.0.0.2', endpoint)]).toEqual([isOnANetwork, true]);
  });

  test('of the queues is on loopback only, and refuses web pages', async () => {
    const queues = await released(localQueues());
    const endpoint = await queues.endpoint();
    expect([await answers('127.0.0.1', endpoint), await answers('127.0.0.2', endpoint)]).toEqual([true, false]);
    const send = (headers: Record<string, string>) =>
      new Promise<number>((resolve, reject) => {
        const type = { 'content-type': 'application/x-www-form-urlencoded' };
        const sending = request(endpoint, { method: 'POST', headers: { ...type, ...headers } }, (response) => {
          response.resume();
          resolve(response.statusCode!);
        });
        sending.once('error', reject).end('Action=CreateQueue&QueueName=foreign');
      });
    expect(await send({ origin: 'https://evil.example' })).toBe(403);
    expect(await send({ host: 'evil.example' })).toBe(403);
    const otherClient = new SQSClient({
      endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    expect((await otherClient.send(new ListQueuesCommand({}))).QueueUrls ?? []).toEqual([]);
    otherClient.destroy();
  });
});

describe('a truncated file', () => {
  const half = '{"half":';
  const readers: Record<string, (data: string) => unknown> = {
    'format.json': (data) => startDynamo({ data }),
    'dynamodb.pid': (data) => startDynamo({ data }),
    'dynamodb-key.json': (data) => startDynamo({ data }),
    'development-key.json': (data) => developmentKeys(data),
    'parameters.json': async (data) => localParameters({}, data),
    'stream-projector.json': async (data) => checkpointIn(join(data, 'stream-projector.json')).read(),
  };

  test.each([
    ['format.json', 'Put back a copy of it, or start anew with another --data.'],
    ['dynamodb.pid', 'Delete it once no Waybill, and no java of one, uses the directory.'],
    ['dynamodb-key.json', 'Its content is the first part of the name of the file in dynamodb/'],
    ['development-key.json', 'Delete it: a new key is made'],
    ['parameters.json', 'Put back a copy of it: it holds the secret'],
    ['stream-projector.json', 'Delete it: the stream is read from its beginning'],
  ])('%s is named in the error, with advice', async (name, advice) => {
    const data = temporaryDirectory();
    for (const content of [half, '', '[]', '"text"', '\0\0']) {
      writeFileSync(join(data, name), content);
      const { message } = await Promise.resolve(readers[name]!(data)).then(
        () => new Error('read'),
        (error) => error,
      );
      expect(message).toContain(
        `${join(data, name)} is broken: it is not the JSON object that Waybill wrote. ${advice}`,
      );
      expect(readFileSync(join(data, name), 'utf8')).toBe(content);
    }
  });

  test('stops the runtime and the tools with an error that names it', async () => {
    const data = temporaryDirectory();
    writeFileSync(join(data, 'stream-publisher.json'), half);
    await expect(startLocal({ contexts, data })).rejects.toThrow('stream-publisher.json is broken');
    writeFileSync(join(data, 'queues.pid'), half);
    const { code, err } = await tool('verify', '--data', data);
    expect([code, err]).toEqual([1, expect.stringContaining(`${join(data, 'queues.pid')} is broken`)]);
  });
});
