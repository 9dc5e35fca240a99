import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { bundle } from '#lib/constructs/compute/bundle';
import { root } from '#lib/constructs/compute/esbuild';

const contents = `
  import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDBClient({});
  export const reads = async () => {
    await client.send(new GetItemCommand({ TableName: 'empty', Key: { pk: { S: 'a' } } }));
    return { statusCode: 200 };
  };`;

/**
 * A minimal Lambda that reads from DynamoDB: bundled in the usual way (as CDK's `NodejsFunction` does with
 * `minify` and the SDK in the bundle), and bundled with the replacements that Waybill's own bundles use.
 */
export const emptyHandlers = (work: string) => {
  const usual = join(work, 'usual.mjs');
  buildSync({
    stdin: { contents, resolveDir: root },
    outfile: usual,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
  });
  const ours = join(bundle('empty', { name: 'bench' }, { reads: contents }), 'reads.mjs');
  return [usual, ours].map((module) => ({ context: 'empty', name: 'reads', module }));
};
