import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Stage } from '../../stage.ts';
import { buildAuthLayer } from './auth-layer.ts';
import { contextEntry } from './entries.ts';
import { mountedFor } from './environment.ts';
import { asModule, root } from './esbuild.ts';
import { buildKernelLayer } from './kernel-layer.ts';

/** The code of one bundle. Every Lambda in it names its own export: `deliveries.getDelivery`. */
const bundle = (name: string, stage: Stage, entry = contextEntry(name)): Code => {
  const outdir = join(root, 'cdk.out', 'bundles', stage.name, name);
  asModule({
    stdin: { contents: entry, resolveDir: root, sourcefile: `${name}.ts` },
    outfile: join(outdir, `${name}.mjs`),
    external: [...mountedFor(name, stage)],
  });
  return Code.fromAsset(outdir);
};

const kernel = () => Code.fromAsset(buildKernelLayer());
const auth = () => Code.fromAsset(buildAuthLayer());

/** Where code comes from: built here, unless a test says otherwise. */
export const built = { bundle, kernel, auth };
export type Build = typeof built;
