import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { patienceMs } from '../support/runtime/patience.ts';

process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED = 'true';
process.env.POWERTOOLS_TRACE_ENABLED = 'false';

const kernel = join(process.cwd(), 'layers/kernel/src');

/** The tests of rules, and those of the unit of work in memory. */
const all = [
  'test/{deliveries,fleet,routes}/**/*.test.ts',
  'test/kernel/access.test.ts',
  'test/kernel/http/in-time.test.ts',
  'test/kernel/messaging/reaction.test.ts',
  'test/kernel/storage/records.contract.test.ts',
  'test/kernel/write/*.test.ts',
];

/** What is run against each mutant. `TESTS` restricts it to the tests of the changed files, which is much faster. */
export default defineConfig({
  resolve: {
    // In the copy that Stryker makes, packages are links to where they are installed, and so would be the kernel.
    alias: [
      { find: /^@waybill\/kernel$/, replacement: join(kernel, 'index.ts') },
      { find: /^@waybill\/kernel\/testing$/, replacement: join(kernel, 'testing/index.ts') },
      { find: /^@waybill\/kernel\/(memory|aws)$/, replacement: join(kernel, 'storage/$1/index.ts') },
      { find: /^@waybill\/kernel\/(.+)$/, replacement: join(kernel, '$1.ts') },
    ],
  },
  test: {
    include: process.env.TESTS?.split(' ') ?? all,
    // The test against a model takes seconds to reduce each failure, and detects no more than the others.
    exclude: ['**/node_modules/**', '**/*.bus.test.ts', '**/model.test.ts'],
    // Libraries are loaded once for a worker, not once for a file.
    isolate: false,
    provide: { database: 'none' },
    silent: 'passed-only',
    testTimeout: patienceMs,
  },
});
