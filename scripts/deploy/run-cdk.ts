import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { misuse } from '../cli/options.ts';
import { cdkArguments } from './cdk-arguments.ts';

/** Runs a CDK command for the stage named in this process's arguments. */
export const runCdk = async (command: 'deploy' | 'synth', usage: string) => {
  const understood = cdkArguments(command, process.argv.slice(2));
  if ('why' in understood) return misuse(understood.why);
  if (understood.help) return console.log(usage);
  const cdk = join(import.meta.dirname, '..', '..', 'node_modules', 'aws-cdk', 'bin', 'cdk');
  const child = spawn(process.execPath, [cdk, ...understood.cdk], { stdio: 'inherit' });
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass);
  const [code] = await once(child, 'exit');
  process.exitCode = code ?? 1;
};
