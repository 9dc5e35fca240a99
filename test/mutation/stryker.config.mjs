/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts' },
  // The pure rules of what is delivered, by whom and where, and what a unit of work decides and writes.
  mutate: [
    'functions/{deliveries,fleet,routes}/{,crew,plan,schedule,availability,fields}/*.ts',
    '!functions/*/{manifest,problems}.ts',
    'layers/kernel/src/write/{booking-conflicts,decision,execute}.ts',
    'layers/kernel/src/write/unit/unit-of-work.ts',
  ],
  // What is evaluated when a module is loaded (schemas, titles) needs all tests for each mutant. Tables of rules are worth it:
  // STATIC=true npm run test:mutation -- --mutate functions/deliveries/plan/journey.ts
  ignoreStatic: process.env.STATIC !== 'true',
  // Stryker 10 rewrites the configuration of TypeScript by an interface that TypeScript 7 does not have; there is nothing to rewrite.
  tsconfigFile: 'none',
  concurrency: 1,
  tempDirName: '.local/mutation',
  reporters: ['clear-text', 'html', 'json'],
  htmlReporter: { fileName: '.local/mutation.html' },
  jsonReporter: { fileName: '.local/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 90, low: 85, break: 85 },
};
