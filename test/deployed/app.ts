import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import * as contexts from '#functions/contexts';
import { type Build, built, bundle } from '#lib/constructs/compute/bundle';
import { stages } from '#lib/stage';
import { waybill } from '#lib/waybill';

/** The platform's `getHealth` with new code, which returns an additional header. */
const changed: Build = (name, stage, entries) => {
  if (name !== 'platform') return built(name, stage, entries);
  const home = bundle(name, stage, entries());
  renameSync(join(home, 'getHealth.mjs'), join(home, 'before.mjs'));
  writeFileSync(
    join(home, 'getHealth.mjs'),
    `import { getHealth as before } from './before.mjs';
export const getHealth = async (...asked) => {
  const answer = await before(...asked);
  return { ...answer, headers: { ...answer.headers, 'x-changed': 'yes' } };
};`,
  );
  return Code.fromAsset(home);
};

waybill(new App(), contexts, stages.emulator, changed);
