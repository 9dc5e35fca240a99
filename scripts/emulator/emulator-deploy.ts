import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Issuer } from '#scripts/local/index';
import { UserError } from '../cli/user-error.ts';
import { stageIssuer } from '../token/stage-issuer.ts';
import { answers } from './start-emulator.ts';

const root = join(import.meta.dirname, '..', '..');
const region = 'us-east-1';
const account = '000000000000';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The emulator at `AWS_ENDPOINT_URL`, as an IP address: the SDKs prepend the bucket name to any other host. */
export const emulatorUrl = async (given = process.env.AWS_ENDPOINT_URL || 'http://localhost:4566'): Promise<string> => {
  if (!URL.canParse(given)) throw new UserError(`AWS_ENDPOINT_URL is no URL: ${given}`);
  const url = new URL(given);
  if (url.hostname.endsWith('amazonaws.com'))
    throw new UserError(`${given} is no emulator: a real account is deployed to with npm run deploy.`);
  if (url.hostname === 'localhost') url.hostname = '127.0.0.1';
  if (!(await answers(url.origin)))
    throw new UserError(`No emulator answers at ${given}: start one with npm run emulator, or set AWS_ENDPOINT_URL.`);
  return url.origin;
};

/** The environment, with the emulator in place of any configured AWS account. */
const environmentAt = (url: string): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|CDK)_/.test(name))),
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_REGION: region,
});

interface Running {
  /** Print the CDK's output only if it fails. */
  readonly quiet?: boolean;
  /** Cancels it. */
  readonly signal?: AbortSignal;
}

/** Runs the CDK against the emulator. */
const cdk = (url: string, args: readonly string[], { quiet = false, signal }: Running) =>
  new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/aws-cdk/bin/cdk'), ...args], {
      cwd: root,
      env: environmentAt(url),
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      ...(signal && { signal }),
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (data) => {
        said += data;
      });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) return resolve();
      reject(new UserError(`${said}\ncdk ${args[0]} failed against ${url}: see above.`.trim()));
    });
  });

interface Deployment extends Running {
  readonly stage: string;
  /** Another app than the one in `cdk.json`. */
  readonly app?: string;
}

export const bootstrap = (url: string, running: Running = {}) =>
  cdk(url, ['bootstrap', `aws://${account}/${region}`, '--app', ''], running);

/** The outputs of each stack, by stack name. */
type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Deploys all stacks of a stage or another app. `--method=direct`, because MiniStack loses change sets on deletion. */
export const deploy = async (url: string, { stage, app, ...running }: Deployment): Promise<Outputs> => {
  const output = mkdtempSync(join(tmpdir(), 'waybill-cdk-'));
  const outputs = join(output, 'outputs.json');
  try {
    const args = ['--method=direct', '--require-approval=never', '--context', `stage=${stage}`, '--output', output];
    await cdk(url, ['deploy', '--all', ...args, '--outputs-file', outputs, ...(app ? ['--app', app] : [])], running);
    return JSON.parse(readFileSync(outputs, 'utf8'));
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
};

/** Replaces the host in MiniStack's queue URLs, which not every machine can resolve. */
export const sqsAt = (url: string) =>
  new SQSClient({ endpoint: url, region, credentials, useQueueUrlAsEndpoint: false });

export const dynamoAt = (url: string) => new DynamoDBClient({ endpoint: url, region, credentials });

const ssmAt = (url: string) => new SSMClient({ endpoint: url, region, credentials });

/** Signs tokens with the key of a stage on the emulator. */
export const issuerAt = (url: string, stage: string): Promise<Issuer> =>
  stageIssuer(stage, { endpoint: url, region, credentials });

/** The URL of a stage's API on the emulator. */
export const apiAt = async (url: string, stage: string): Promise<string> => {
  const found = await ssmAt(url).send(new GetParameterCommand({ Name: `/waybill/${stage}/api-url` }));
  const { hostname, pathname } = new URL(found.Parameter!.Value!);
  return `${url}/restapis/${hostname.split('.')[0]}${pathname}/_user_request_`;
};

/** Deletes the stacks of a stage by name, because MiniStack does not support the names that `cdk destroy` uses. */
export const destroy = async (url: string, stage: string): Promise<readonly string[]> => {
  const [front, ground] = [`waybill-${stage}-edge`, `waybill-${stage}-foundation`];
  const rank = (name: string) => (name === front ? 0 : name === ground ? 2 : 1);
  const all = (await stacksAt(url)).filter((name) => name.startsWith(`waybill-${stage}-`));
  // A nested stack is named after its parent, and is deleted with it.
  const parents = all.filter((name) => !all.some((other) => name.startsWith(`${other}-`)));
  const inOrder = parents.toSorted((a, b) => rank(a) - rank(b));
  for (const name of inOrder) await destroyStack(url, name);
  return inOrder;
};

export const destroyStack = async (url: string, name: string) => {
  await cloudformation(url, { Action: 'DeleteStack', StackName: name });
  await isGone(url, name);
};

const isGone = async (url: string, name: string) => {
  const until = Date.now() + 120_000;
  while ((await stacksAt(url)).includes(name)) {
    if (Date.now() > until) throw new UserError(`${name} is still there after two minutes.`);
    await sleep(200);
  }
};

const stacksAt = async (url: string): Promise<string[]> => {
  const xml = await cloudformation(url, { Action: 'DescribeStacks' });
  return [...xml.matchAll(/<StackName>([^<]+)<\/StackName>/g)].map(([, name]) => name!);
};

/** Calls CloudFormation on an emulator, unsigned: two calls do not justify a client. */
const cloudformation = async (url: string, parameters: Readonly<Record<string, string>>): Promise<string> => {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const scope = `${credentials.accessKeyId}/${day}/${region}/cloudformation/aws4_request`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` },
    body: new URLSearchParams({ Version: '2010-05-15', ...parameters }),
  });
  const text = await response.text();
  if (!response.ok) throw new UserError(`${parameters.Action} failed at ${url}: ${text.slice(0, 500)}`);
  return text;
};
