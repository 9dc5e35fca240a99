import type { Contexts } from '@waybill/kernel';
import * as contexts from '#functions/development';
import { startLocal } from '#scripts/local/index';

/** The whole house in a process of its own, to be killed: `node test/support/house.ts <data>`. */
const [, , data] = process.argv;
const local = await startLocal({ contexts: contexts as Contexts, stage: 'local', port: 0, data });
process.once('SIGTERM', () => void local.stop().then(() => process.exit(0)));
process.stdout.write(`${JSON.stringify({ url: local.url, java: local.dynamo.pid })}\n`);
