import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { startDynamo } from '../local/dynamo/dynamo-process.ts';
import type { Demo } from './docs.ts';

export interface RuntimeOptions {
  readonly port: number;
  readonly data: string;
  readonly fresh: boolean;
  readonly seed: boolean;
  /** Further host names to accept, besides those of this machine. */
  readonly hosts: readonly string[];
  /** After a change of the code: the welcome message has been printed already. */
  readonly again: boolean;
}

enableCompileCache();

// A signal may arrive before startup is complete; java is stopped too.
const early = () => process.exit(0);
process.once('disconnect', early).once('message', early);

const run = async ({ port, data, fresh, seed, hosts, again }: RuntimeOptions) => {
  const directory = resolve(data);
  const unfinished = join(directory, 'seeding');
  const empty = fresh || !existsSync(join(directory, 'dynamodb')) || existsSync(unfinished);
  if (!again) console.log(`Starting the database in ${data} …`);
  const dynamo = startDynamo({ data: directory, fresh });
  // The error is reported where the promise is awaited below.
  dynamo.catch(() => undefined);
  // Imported here, while java starts.
  const [{ printTrouble, startLocal }, contexts, { docs }, { welcome }] = await Promise.all([
    import('#scripts/local/index'),
    import('#functions/development'),
    import('./docs.ts'),
    import('./welcome.ts'),
  ]);
  printTrouble(console.error);
  let running: Demo | undefined;
  const extras = docs(contexts, () => running);
  const local = await startLocal({ contexts, port, data: directory, dynamo, extras, home: '/docs', hosts });
  running = local;

  process.off('disconnect', early).off('message', early);
  const stop = () => void local.stop().then(() => process.exit(0), failed);
  process.on('SIGINT', stop).on('SIGTERM', stop).on('disconnect', stop).on('message', stop);

  if (seed && empty) {
    console.log('Making the demo organization …');
    writeFileSync(unfinished, '');
    const [{ seed }, { seedPeople }] = await Promise.all([import('./seed.ts'), import('../seed/seed-people.ts')]);
    const seeding = seedPeople(local.url, local.platform).then((staff) => seed(local.url, staff));
    await seeding.then(
      () => rmSync(unfinished),
      (error: Error) => console.error(`The demo organization could not be made: ${error.message}`),
    );
  }
  const { url } = local;
  console.log(again ? `ready ${url}` : welcome({ url, data, seed, isExposed: local.dynamo.isExposed }));
  process.send?.('ready');
};

const failed = ({ message, stack }: Error): never => {
  console.error(process.env.DEBUG ? stack : message);
  process.exit(1);
};

await run(JSON.parse(process.argv[2]!) as RuntimeOptions).catch(failed);
