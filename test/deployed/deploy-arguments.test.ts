import { expect, test } from 'vitest';
import { deployArguments } from '#scripts/support/deploy-arguments';

test.each([[['--stage', 'prod']], [['--stage=prod']]])('%j names the stage', (given) =>
  expect(deployArguments(given)).toEqual({ cdk: ['deploy', '--all', '-c', 'stage=prod'] }),
);

test('all else goes to the CDK, as it stands', () => {
  const others = ['--require-approval', 'never', '-c', 'colour=red', '--hotswap', '--outputs-file=out.json'];
  expect(deployArguments([...others.slice(0, 2), '--stage', 'dev', ...others.slice(2)])).toEqual({
    cdk: ['deploy', '--all', '-c', 'stage=dev', ...others],
  });
});

test.each([[['--help']], [['--stage', 'dev', '-h']]])('%j asks for help', (given) =>
  expect(deployArguments(given)).toMatchObject({ help: true }),
);

test.each([
  [[], 'Name the stage: npm run deploy -- --stage dev. Try --help.'],
  [['--stage'], 'Name the stage: npm run deploy -- --stage dev. Try --help.'],
  [['--stage', '--hotswap'], 'Name the stage: npm run deploy -- --stage dev. Try --help.'],
  [['--stage', 'dev', '--stage', 'prod'], 'Name one --stage.'],
  [['--stage', 'Prod!'], '--stage: Prod! is no name for a stage: a-z, 0-9 and -, 16 at most.'],
  [['--stage', 'local'], 'The stage local is for emulators, which are deployed to with npm run deploy:local.'],
  [['--stage', 'dev', '-c', 'stage=prod'], 'The stage is named with --stage, and with nothing else.'],
  [['--stage', 'dev', '--context=stage=prod'], 'The stage is named with --stage, and with nothing else.'],
])('%j is answered by one sentence', (given, why) => expect(deployArguments(given)).toEqual({ why }));
