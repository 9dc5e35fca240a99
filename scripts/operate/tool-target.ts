import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Platform } from '@waybill/kernel';
import { awsPlatform, tableOf } from '@waybill/kernel/aws';
import { memory } from '@waybill/kernel/memory';
import { createTable, dynamoClient, localQueues, startDynamo } from '#scripts/local/index';
import { type Mailbox, sqsMailbox } from '#scripts/tools/index';
import { localRegion } from '../local/region.ts';
import { runningIn } from '../local/running.ts';
import { awsHere } from './tool-aws.ts';

export interface ToolTarget {
  readonly platform: Platform;
  readonly table: ReturnType<typeof tableOf>;
  /** A description of the place, for output. */
  readonly where: string;
  /** The table's item count; on AWS it may be some hours old. */
  readonly items: number;
  mailbox(): Promise<Mailbox>;
}

/** An error that the user can fix, in a sentence. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}

interface Place {
  readonly stage?: string | undefined;
  readonly data: string;
  /** Whether to create a local table if there is none. */
  readonly make?: boolean;
}

/** Runs a task in a deployment, in the running local runtime, or on the data of a stopped one. */
export const onTarget = async (
  place: Place,
  work: (target: ToolTarget) => Promise<number | undefined>,
): Promise<void> => {
  const closing: (() => unknown)[] = [];
  const later = (close: () => unknown) => void closing.unshift(close);
  let code = 1;
  try {
    code = (await work(await (place.stage === undefined ? local(place, later) : deployed(place.stage, later)))) ?? 0;
  } catch (error) {
    const { name, message, stack } = error as Error;
    const plain = ['ToolError', 'NotEmpty'].includes(name) || !process.env.DEBUG;
    console.error(plain ? (name === 'AggregateError' ? 'It cannot be reached.' : message) : stack);
  }
  for (const close of closing) await close();
  process.exitCode = code;
};

type Later = (close: () => unknown) => void;

const deployed = async (stage: string, later: Later): Promise<ToolTarget> => {
  const dynamo = new DynamoDBClient(awsHere());
  const sqs = new SQSClient({ ...awsHere(), useQueueUrlAsEndpoint: false });
  later(() => dynamo.destroy());
  later(() => sqs.destroy());
  return targetOf({
    dynamo,
    stage,
    where: `stage ${stage}`,
    mailbox: async () => sqsMailbox(sqs, `waybill-${stage}-`),
  });
};

/** A running runtime has locked its data: tools use its table and queues; otherwise they start their own. */
const local = async ({ data, make = false }: Place, later: Later): Promise<ToolTarget> => {
  const directory = resolve(data);
  const running = runningIn(directory);
  if (!running.table && !make && !existsSync(join(directory, 'dynamodb')))
    throw new ToolError(
      `There is no data in ${directory}: name its directory with --data, or a deployment with --stage.`,
    );
  const own = running.table ? undefined : await startDynamo({ data: directory, joinable: false });
  if (own) later(own.stop);
  const dynamo = dynamoClient(running.table ?? own!.endpoint);
  later(() => dynamo.destroy());
  const stage = 'local';
  if (own) await createTable(dynamo, `waybill-${stage}`);

  const mailbox = async () => {
    const none: Mailbox = { letters: async function* () {} };
    if (running.table && !running.queues) return none;
    if (!running.queues && !existsSync(join(directory, 'queues'))) return none;
    const queues = running.queues ? undefined : localQueues(directory);
    if (queues) later(queues.stop);
    const sqs = new SQSClient({
      endpoint: running.queues ?? (await queues!.endpoint()),
      region: localRegion,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      useQueueUrlAsEndpoint: false,
    });
    later(() => sqs.destroy());
    return sqsMailbox(sqs, `waybill-${stage}-`);
  };
  return targetOf({ dynamo, stage, where: running.table ? `${data} (running)` : data, mailbox });
};

interface Parts extends Pick<ToolTarget, 'where' | 'mailbox'> {
  readonly dynamo: DynamoDBClient;
  readonly stage: string;
}

const targetOf = async ({ dynamo, stage, where, mailbox }: Parts): Promise<ToolTarget> => {
  const table = `waybill-${stage}`;
  const described = await dynamo.send(new DescribeTableCommand({ TableName: table })).catch((error: Error) => {
    if (error.name === 'ResourceNotFoundException') throw new ToolError(`There is no table ${table}.`);
    throw new ToolError(`The table ${table} cannot be reached (${(error as any).code ?? error.name}).`);
  });
  // Tools neither publish nor send: these ports are not connected.
  const platform = awsPlatform({ ...memory(), dynamo, table, stage, development: undefined });
  return { platform, table: tableOf(dynamo, table), where, items: described.Table?.ItemCount ?? 0, mailbox };
};
