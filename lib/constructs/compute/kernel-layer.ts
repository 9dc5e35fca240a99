import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './esbuild.ts';
import { layModule } from './lay-module.ts';

/** Lays out the kernel the way Lambda mounts a layer: it and all it needs, in one file. Answers where. */
export const buildKernelLayer = (): string => {
  const layer = join(root, 'layers/kernel/dist');
  rmSync(layer, { recursive: true, force: true });
  layModule(layer, 'kernel');
  return layer;
};
