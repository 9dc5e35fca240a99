import { startDynamo } from '#scripts/local/dynamo/dynamo';

/** The whole system in a separate process, to be killed: `node test/support/runtime/separate-runtime.ts <data>`. */
const [, , data] = process.argv;
const dynamo = startDynamo({ data });
// Imported while java starts.
const [{ startLocal }, contexts] = await Promise.all([
  import('#scripts/local/index'),
  import('#functions/development'),
]);
const local = await startLocal({ contexts, stage: 'local', port: 0, data, dynamo });
process.once('SIGTERM', () => void local.stop().then(() => process.exit(0)));
process.stdout.write(`${JSON.stringify({ url: local.url, java: local.dynamo.pid })}\n`);
