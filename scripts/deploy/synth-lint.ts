import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { optionsOf } from '../cli/options.ts';
import { pythonTools } from '../cli/python-tools.ts';
import { runScript, UserError } from '../cli/user-error.ts';

const usage = `npm run synth:lint

Checks the templates in cdk.out/ (see npm run synth) with cfn-lint, including nested stacks, and fails on any finding.
The first time, cfn-lint is installed from PyPI into .local/lint; this needs Python 3.10 or newer.`;

const packages = ['cfn-lint==1.58.0'];

optionsOf({}, usage);
const directory = join(import.meta.dirname, '..', '..', 'cdk.out');

await runScript(async () => {
  const files = existsSync(directory) ? readdirSync(directory) : [];
  const templates = files.filter((file) => file.endsWith('.template.json'));
  if (!templates.length) throw new UserError('There are no templates in cdk.out: write them with npm run synth.');
  const bin = await pythonTools('lint', packages);
  const child = spawn(join(bin, 'cfn-lint'), templates, { cwd: directory, stdio: 'inherit' });
  const code = await new Promise<number>((resolve, reject) =>
    child.once('error', reject).once('exit', (code) => resolve(code ?? 1)),
  );
  if (code !== 0) throw new UserError(`cfn-lint has findings in ${templates.length} templates: see above.`);
  console.log(`cfn-lint has no findings in ${templates.length} templates.`);
});
