import { cpSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import * as contexts from '#functions/contexts';
import { built } from '#lib/constructs/compute/bundle';
import { root } from '#lib/constructs/compute/esbuild';
import { stages } from '#lib/stage';
import { waybill } from '#lib/waybill';

/** The house as `test:deployed` wants it: `changed` has new code in one context, `layered` mounts the kernel as a layer. */
const [variant] = process.argv.slice(2);

/** The platform's bundle with a `getHealth` that says it is new, by a header of its own. */
const changed: typeof built.bundle = (name, stage, ...entry) => {
  const code = built.bundle(name, stage, ...entry);
  if (name !== 'platform') return code;
  const bundles = join(root, 'cdk.out', 'bundles', stage.name);
  const home = join(bundles, `${name}-changed`);
  rmSync(home, { recursive: true, force: true });
  cpSync(join(bundles, name), home, { recursive: true });
  renameSync(join(home, `${name}.mjs`), join(home, 'before.mjs'));
  writeFileSync(
    join(home, `${name}.mjs`),
    `export * from './before.mjs';
import { getHealth as before } from './before.mjs';
export const getHealth = async (...asked) => {
  const answer = await before(...asked);
  return { ...answer, headers: { ...answer.headers, 'x-changed': 'yes' } };
};`,
  );
  return Code.fromAsset(home);
};

const variants = {
  changed: [stages.emulator, { ...built, bundle: changed }],
  layered: [{ ...stages.emulator, name: 'layered', sharesKernel: true }, built],
} as const;
if (!Object.hasOwn(variants, variant ?? ''))
  throw new Error(`${variant} is none of ${Object.keys(variants).join(', ')}`);
const [stage, build] = variants[variant as keyof typeof variants];

waybill(new App(), contexts, stage, build);
