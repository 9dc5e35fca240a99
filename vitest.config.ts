import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { patienceMs } from '#test/support/runtime/patience';

process.env.POWERTOOLS_LOG_LEVEL ??= 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED = 'true';
process.env.POWERTOOLS_TRACE_ENABLED = 'false';
// Workers, tools and servers of a run compile the same packages: measured, a third of what a tool needs to start.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/node');
// A run is too short for Java's second compiler: measured, it costs a third of DynamoDB Local's time and gains nothing.
process.env.JDK_JAVA_OPTIONS ??= '-XX:TieredStopAtLevel=1';

/** Journeys and guarantees share one runtime, or the deployment at `API_URL`; all other tests need none. */
const overHttp = 'test/{journeys,guarantees}/**/*.test.ts';

/** What sets up its environment before the kernel is loaded, for which it needs a process of its own. */
const isolated = ['test/kernel/observability/{metrics,tracing,untraced}.test.ts'];

/** What starts a process for every step: `npm run test:alone`. */
const processes = [
  'test/tools/{cli,new,seed}.test.ts',
  'test/local/runtime/{data,start}.test.ts',
  'test/faults/full-disk.test.ts',
  'test/integrating/invoke.test.ts',
  'test/deployed/cdk-arguments.test.ts',
];
/**
 * What measures time has the machine for itself, after them; there a password costs what it costs a deployment. So does a load
 * that takes longer than what it adds to a smaller one in `npm test`.
 */
const alone = ['test/identity/account/enumeration.test.ts', 'test/**/*.load.test.ts'];

const database = 'test/support/runtime/database.ts';
const quickPasswords = 'test/support/runtime/quick-passwords.ts';

export default defineConfig({
  test: {
    // Vitest leaves a core to itself; of two it is better to use both: most tests wait for a process of their own.
    maxWorkers: 2,
    // What a test prints is of interest when it fails.
    silent: 'passed-only',
    testTimeout: patienceMs,
    hookTimeout: patienceMs,
    expect: { poll: { timeout: patienceMs / 2 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', overHttp, ...isolated, ...processes, ...alone],
          globalSetup: database,
          setupFiles: quickPasswords,
          // Libraries are loaded once for a worker, not once for a file.
          isolate: false,
          // The runtime shared by the HTTP tests accepts more requests per address; all of them share its environment.
          env: { WAYBILL_ADDRESS_SHARE: '1' },
        },
      },
      {
        extends: true,
        test: { name: 'isolated', include: isolated, env: { WAYBILL_ADDRESS_SHARE: '1' } },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: alone,
          globalSetup: database,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'processes', include: processes },
      },
      {
        extends: true,
        test: { name: 'http', include: [overHttp], globalSetup: 'test/support/runtime/runtime.ts', isolate: false },
      },
    ],
  },
});
