/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts' },
  // The pure rules of what is delivered, by whom and where, and how a unit of work decides and writes.
  mutate: [
    'functions/{deliveries,fleet,routes}/{,crew,plan,schedule,availability,fields}/*.ts',
    '!functions/*/{manifest,problems}.ts',
    'layers/kernel/src/write/{booking-conflicts,decision,execute}.ts',
    'layers/kernel/src/write/unit/*.ts',
  ],
  plugins: ['@stryker-mutator/*', './test/mutation/ignored.mjs'],
  ignorers: ['ignored'],
  // Stryker 10 rewrites the configuration of TypeScript by an interface that TypeScript 7 does not have; there is nothing to rewrite.
  tsconfigFile: 'none',
  concurrency: 1,
  tempDirName: '.local/mutation',
  ignorePatterns: ['.local'],
  reporters: ['clear-text', 'html', 'json'],
  htmlReporter: { fileName: '.local/mutation.html' },
  jsonReporter: { fileName: '.local/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 90, low: 85, break: 85 },
};
