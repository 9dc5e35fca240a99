import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './esbuild.ts';
import { layModule } from './lay-module.ts';

/**
 * Lays out the credentials library, and the kernel beside it: contexts that verify sessions mount this layer in place of the
 * kernel's, because emulators see one layer at a time. Returns its directory.
 */
export const buildAuthLayer = (): string => {
  const layer = join(root, 'layers/auth/dist');
  rmSync(layer, { recursive: true, force: true });
  layModule(layer, 'kernel');
  layModule(layer, 'auth', ['@waybill/kernel']);
  return layer;
};
