import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { deployArguments } from './support/deploy-arguments.ts';
import { misuse } from './support/options.ts';

const usage = `npm run deploy -- --stage NAME [what cdk deploy takes]

Deploys all stacks to the account and the region of the AWS SDK's environment, which cdk bootstrap has seen once.
For an emulator there is npm run deploy:local.

  --stage NAME   dev, prod, or any other name, which is a throw-away copy of dev`;

const understood = deployArguments(process.argv.slice(2));
if ('why' in understood) misuse(understood.why);
else if (understood.help) console.log(usage);
else {
  const cdk = join(import.meta.dirname, '..', 'node_modules', 'aws-cdk', 'bin', 'cdk');
  const child = spawn(process.execPath, [cdk, ...understood.cdk], { stdio: 'inherit' });
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass);
  const [code] = await once(child, 'exit');
  process.exitCode = code ?? 1;
}
