import { runCdk } from './run-cdk.ts';

await runCdk(
  'synth',
  `npm run synth -- --stage NAME [what cdk synth takes]

Writes the CloudFormation templates of a stage into cdk.out/.

  --stage NAME   dev, prod, emulator, or any other name, which is a throw-away copy of dev; local and test are reserved`,
);
