import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Stage } from '../stage.ts';
import { asModule, root } from './esbuild.ts';
import { buildKernelLayer } from './kernel-layer.ts';

/** The code of one bundle. Every Lambda in it names its own export: `deliveries.getDelivery`. */
const bundle = (name: string, { sharesKernel, name: stage }: Stage): Code => {
  const outdir = join(root, 'cdk.out', 'bundles', stage, name);
  asModule({
    stdin: { contents: entries[name] ?? context(name), resolveDir: root, sourcefile: `${name}.ts` },
    outfile: join(outdir, `${name}.mjs`),
    external: sharesKernel ? ['@waybill/kernel'] : [],
  });
  return Code.fromAsset(outdir);
};

const kernel = () => Code.fromAsset(buildKernelLayer());

/** Where code comes from: built here, unless a test says otherwise. */
export const built = { bundle, kernel };
export type Build = typeof built;

const context = (name: string) => `export * from '#functions/${name}/manifest';`;

const entries: Readonly<Record<string, string>> = {
  authorizer: "export { authorizer } from '@waybill/kernel';",
  streams: `
    import * as contexts from '#functions/contexts';
    import { projector as project, publisher as publish } from '@waybill/kernel';
    export const projector = project(contexts);
    export const publisher = publish(contexts);
  `,
};
