import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './esbuild.ts';
import { layModule } from './lay-module.ts';

/**
 * Lays out the library for signing in, and the kernel beside it: identity mounts this one in place of the kernel's, for
 * emulators see one layer at a time. Answers where.
 */
export const buildAuthLayer = (): string => {
  const layer = join(root, 'layers/auth/dist');
  rmSync(layer, { recursive: true, force: true });
  layModule(layer, 'kernel');
  layModule(layer, 'auth', ['@waybill/kernel']);
  return layer;
};
