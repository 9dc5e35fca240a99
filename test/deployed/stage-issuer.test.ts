import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { stageIssuer } from '#scripts/token/stage-issuer';

/** Nothing listens at that address: a call to AWS would fail with another message. */
const nowhere = {
  endpoint: 'http://127.0.0.1:9',
  region: 'us-east-1',
  credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
};

test.each(['dev', 'prod'])('signing for %s is refused, because it keeps data; its key is not read', async (stage) => {
  await expect(stageIssuer(stage, nowhere)).rejects.toThrow(
    `The stage ${stage} keeps data: sign in there, and ask POST /auth/token for a token.`,
  );
});

test.each(['local', 'test', 'Prod!', ''])('signing for the stage name %j is refused', async (stage) => {
  await expect(stageIssuer(stage, nowhere)).rejects.toThrow(/reserved|is no name for a stage|Name the stage/);
});

test('an unreadable key is reported in one sentence', async () => {
  await expect(stageIssuer('tuesday', nowhere)).rejects.toThrow(
    /^The signing key of the stage tuesday cannot be read \(.+\)\.$/,
  );
});

test('npm run token reports it too, and prints no token', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['scripts/token/token.ts', '--role', 'owner', '--stage', 'prod'],
    { encoding: 'utf8' },
  );
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: '',
    stderr: 'The stage prod keeps data: sign in there, and ask POST /auth/token for a token.\n',
  });
});
