import { runCdk } from './run-cdk.ts';

await runCdk(
  'deploy',
  `npm run deploy -- --stage NAME [what cdk deploy takes]

Deploys all stacks to the account and the region of the AWS SDK's environment, which cdk bootstrap has seen once.
For an emulator there is npm run deploy:local.

  --stage NAME   dev, prod, or any other name, which is a throw-away copy of dev; local and test are reserved`,
);
