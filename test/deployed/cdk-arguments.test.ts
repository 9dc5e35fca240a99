import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cdkArguments } from '#scripts/deploy/cdk-arguments';
import { temporaryDirectory } from '../local/support/directory.ts';

test.each([[['--stage', 'prod']], [['--stage=prod']]])('%j names the stage', (given) =>
  expect(cdkArguments('deploy', given)).toEqual({ cdk: ['deploy', '--all', '-c', 'stage=prod'] }),
);

test('all other arguments are passed to the CDK unchanged', () => {
  const others = ['--require-approval', 'never', '-c', 'colour=red', '--hotswap', '--outputs-file=out.json'];
  expect(cdkArguments('deploy', [...others.slice(0, 2), '--stage', 'dev', ...others.slice(2)])).toEqual({
    cdk: ['deploy', '--all', '-c', 'stage=dev', ...others],
  });
});

test.each([[['--help']], [['--stage', 'dev', '-h']]])('%j asks for help', (given) =>
  expect(cdkArguments('deploy', given)).toMatchObject({ help: true }),
);

test.each([
  [[], 'Name the stage: npm run deploy -- --stage dev. Try --help.'],
  [['--stage'], 'Name the stage: npm run deploy -- --stage dev. Try --help.'],
  [['--stage', '--hotswap'], 'Name the stage: npm run deploy -- --stage dev. Try --help.'],
  [['--stage', 'dev', '--stage', 'prod'], 'Name one --stage.'],
  [['--stage', 'Prod!'], '--stage: Prod! is no name for a stage: a-z, 0-9 and -, 16 at most, a letter first.'],
  [['--stage', 'emulator'], 'The stage emulator is deployed with npm run deploy:local.'],
  [['--stage', 'local'], '--stage: The stage local is reserved for the local runtime: choose another name.'],
  [['--stage', 'test'], '--stage: The stage test is reserved for the local runtime: choose another name.'],
  [['--stage', 'dev', '-c', 'stage=prod'], 'The stage is named with --stage, and with nothing else.'],
  [['--stage', 'dev', '--context=stage=prod'], 'The stage is named with --stage, and with nothing else.'],
])('%j is refused in one sentence', (given, why) => expect(cdkArguments('deploy', given)).toEqual({ why }));

test('templates are also written for a named stage', () => {
  expect(cdkArguments('synth', ['--stage', 'prod', '-v'])).toEqual({
    cdk: ['synth', '--quiet', '-c', 'stage=prod', '-v'],
  });
  expect(cdkArguments('synth', ['--stage', 'emulator'])).toHaveProperty('cdk');
  expect(cdkArguments('synth', [])).toEqual({ why: 'Name the stage: npm run synth -- --stage dev. Try --help.' });
});

test.each([
  [[], 'Name the stage, as in --stage dev: there is no default.'],
  [['-c', 'stage=local'], 'The stage local is reserved for the local runtime: choose another name.'],
  [['-c', 'stage=test'], 'The stage test is reserved for the local runtime: choose another name.'],
])(
  'the app itself, asked by the CDK with %j, answers with one sentence and writes no template',
  (context, sentence) => {
    const output = temporaryDirectory();
    const given = Object.fromEntries(context.slice(1).map((pair) => pair.split('=')));
    const { status, stderr, stdout } = spawnSync(process.execPath, ['bin/waybill.ts'], {
      encoding: 'utf8',
      env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(given), CDK_OUTDIR: output },
    });
    expect({ status, stderr, stdout }).toEqual({ status: 1, stderr: `${sentence}\n`, stdout: '' });
    expect(readdirSync(output)).toEqual([]);
  },
);
