import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsPlatform } from '@waybill/kernel/aws';
import { memory } from '@waybill/kernel/memory';
import type { Platform } from '@waybill/kernel/platform';
import { UserError } from '#scripts/cli/user-error';
import { apiAt, bootstrap, deploy, issuerAt } from '#scripts/emulator/emulator-deploy';
import type { Emulator } from '#scripts/emulator/start-emulator';
import { org } from '../world.ts';
import type { Served } from './served.ts';

const stage = 'emulator';
const patienceMs = 60_000;

/** Deploys all stacks on an emulator, and stops it at the end. */
export const emulated = async (emulator: Emulator): Promise<Served & { stop(): Promise<void> }> => {
  const { url } = emulator;
  const dynamo = new DynamoDBClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const stop = async () => {
    dynamo.destroy();
    await emulator.stop();
  };
  try {
    await bootstrap(url, { quiet: true });
    await deploy(url, { stage, quiet: true });
    const keys = await issuerAt(url, stage);
    const platform = awsPlatform({ ...memory(), dynamo, table: `waybill-${stage}`, stage });
    return { url: await apiAt(url, stage), keys, platform, drained: () => drained(platform), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** Waits until every delivery row has been projected from the last event of its stream. */
const drained = async (platform: Platform) => {
  const versions = new Map<string, number>();
  for await (const { stream, version } of platform.events.scan(0, 1))
    if (stream.aggregate === 'delivery') versions.set(stream.id, Math.max(version, versions.get(stream.id) ?? 0));
  const view = { context: 'deliveries', org, name: 'delivery' };
  const places = [...versions.keys()].map((key) => ({ view, key }));
  const until = Date.now() + patienceMs;
  for (;;) {
    const rows = await platform.views.getMany(places);
    const late = places.filter(({ key }, i) => (rows[i]?.checkpoint ?? 0) < versions.get(key)!).length;
    if (!late) return;
    if (Date.now() > until) throw new UserError(`${late} rows are not there after ${patienceMs / 1000} s.`);
    await sleep(250);
  }
};
