import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asModule, root } from './esbuild.ts';

/** Lays out the kernel the way Lambda mounts a layer: it and all it needs, in one file. Answers where. */
export const buildKernelLayer = (): string => {
  const layer = join(root, 'layers/kernel/dist');
  const home = join(layer, 'nodejs/node_modules/@waybill/kernel');
  rmSync(layer, { recursive: true, force: true });
  asModule({ entryPoints: ['layers/kernel/src/index.ts'], outfile: join(home, 'index.mjs') });
  const manifest = { name: '@waybill/kernel', type: 'module', exports: './index.mjs' };
  writeFileSync(join(home, 'package.json'), JSON.stringify(manifest));
  return layer;
};
