import { defineConfig } from 'vitest/config';
import { patienceMs } from './test/support/patience.ts';

process.env.POWERTOOLS_LOG_LEVEL ??= 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED = 'true';
process.env.POWERTOOLS_TRACE_ENABLED = 'false';

/** People and hard days share one runtime, or the deployment at `API_URL`; everything else needs none. */
const overHttp = 'test/{journeys,hard-days}/**/*.test.ts';

/** What starts a process for every step: `npm run test:alone`. */
const processes = [
  'test/tools/{cli,new,seed}.test.ts',
  'test/local/{data,start}.test.ts',
  'test/faults/full-disk.test.ts',
  'test/integrating/invoke.test.ts',
  'test/deployed/cdk-arguments.test.ts',
];
/** What measures time has the machine for itself, after them. */
const alone = ['test/identity/enumeration.test.ts'];

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
          exclude: ['**/node_modules/**', overHttp, ...processes, ...alone],
          // The runtime that the tests over HTTP share lets one address do more; its environment is everybody's.
          env: { WAYBILL_ADDRESS_SHARE: '1' },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: alone, fileParallelism: false, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: { name: 'processes', include: processes },
      },
      {
        extends: true,
        test: { name: 'http', include: [overHttp], globalSetup: 'test/support/runtime.ts', isolate: false },
      },
    ],
  },
});
