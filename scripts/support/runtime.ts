import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { startDynamo } from '../../layers/kernel/src/local/dynamo-process.ts';

export interface RuntimeOptions {
  readonly port: number;
  readonly data: string;
  readonly fresh: boolean;
  readonly seed: boolean;
}

process.env.POWERTOOLS_LOG_LEVEL ??= 'WARN';
process.env.POWERTOOLS_METRICS_DISABLED = 'true';
process.env.POWERTOOLS_TRACE_ENABLED = 'false';

enableCompileCache();

// Somebody may want us gone before we have begun; java goes with us.
const early = () => process.exit(0);
process.once('disconnect', early).once('message', early);

const run = async ({ port, data, fresh, seed }: RuntimeOptions) => {
  const directory = resolve(data);
  const unfinished = join(directory, 'seeding');
  const empty = fresh || !existsSync(join(directory, 'dynamodb')) || existsSync(unfinished);
  const dynamo = startDynamo({ data: directory, fresh });
  // Whoever waits for it below learns why it failed; until then, nobody does.
  dynamo.catch(() => undefined);
  // Imported only now, while java starts, and after Powertools has been told to be quiet.
  const [{ startLocal }, contexts, { docs }, { welcome }] = await Promise.all([
    import('@waybill/kernel/local'),
    import('#functions/development'),
    import('./docs.ts'),
    import('./welcome.ts'),
  ]);
  const local = await startLocal({ contexts, port, data: directory, dynamo, extras: docs(contexts) });

  process.off('disconnect', early).off('message', early);
  const stop = () => void local.stop().then(() => process.exit(0));
  process.on('SIGINT', stop).on('SIGTERM', stop).on('disconnect', stop).on('message', stop);

  if (seed && empty) {
    writeFileSync(unfinished, '');
    const [{ seed }, { seedPeople }] = await Promise.all([import('./seed.ts'), import('./seed-people.ts')]);
    const seeding = seedPeople(local.url, local.platform).then((staff) => seed(local.url, staff));
    await seeding.then(
      () => rmSync(unfinished),
      (error: Error) => console.error(`The demo organisation could not be made: ${error.message}`),
    );
  }
  console.log(await welcome(local.url, local.keys, data));
  process.send?.('ready');
};

try {
  await run(JSON.parse(process.argv[2]!) as RuntimeOptions);
} catch (error) {
  const { message, stack } = error as Error;
  console.error(process.env.DEBUG ? stack : message);
  process.exit(1);
}
