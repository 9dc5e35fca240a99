import type { Probes } from '../../../messaging/probes.ts';
import type { Bus, Parameters, Queue } from '../../../platform.ts';
import { queueUrls } from './queue-urls.ts';

/** Returns the promise of the first call every time. */
const once = <T>(make: () => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

const buses = once(async () => new (await import('./eventbridge-client.ts')).EventBridgeClient({}));
const queues = once(async () => new (await import('./sqs-client.ts')).SQSClient({}));

interface Names {
  /** The name of the event bus. */
  readonly bus: string;
  readonly stage: string;
  /** The KMS key that encrypts secret parameters; by default the account's `aws/ssm`. */
  readonly keyId: string | undefined;
}

/**
 * The services other than the table, each with a client that is loaded on first use: most functions need none of them,
 * and loading all three takes a tenth of a cold start.
 */
export const servicesOnDemand = ({ bus: name, stage, keyId }: Names) => {
  const eventBridge = once(async () => (await import('./bus.ts')).eventBridge(await buses(), name));
  const sqs = once(async () => (await import('./queue.ts')).sqsQueue(await queues(), queueUrls(process.env)));
  const ssm = once(async () => {
    const [{ SSMClient }, { ssmParameters }] = await Promise.all([
      import('./ssm-client.ts'),
      import('./parameters.ts'),
    ]);
    return ssmParameters(new SSMClient({}), keyId);
  });
  const look = once(async () => {
    const { awsProbes } = await import('./probes.ts');
    return awsProbes({ buses: await buses(), bus: name, queues: await queues(), prefix: `waybill-${stage}-` });
  });

  const bus: Bus = { publish: async (events) => (await eventBridge()).publish(events) };
  const queue: Queue = { send: async (...message) => (await sqs()).send(...message) };
  const parameters: Parameters = {
    get: async (name) => (await ssm()).get(name),
    put: async (...parameter) => (await ssm()).put(...parameter),
  };
  const probes: Probes = {
    bus: async () => (await look()).bus(),
    queues: async () => (await look()).queues(),
  };
  return { bus, queue, parameters, probes };
};
