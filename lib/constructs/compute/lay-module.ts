import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asModule, root } from './esbuild.ts';

/** Puts one of our packages where a function that mounts the layer finds it: it and all it needs, in one file. */
export const layModule = (layer: string, name: string, external: readonly string[] = []) => {
  const home = join(layer, 'nodejs/node_modules/@waybill', name);
  asModule({
    entryPoints: [join(root, 'layers', name, 'src/index.ts')],
    outfile: join(home, 'index.mjs'),
    external: [...external],
  });
  const manifest = { name: `@waybill/${name}`, type: 'module', exports: './index.mjs' };
  writeFileSync(join(home, 'package.json'), JSON.stringify(manifest));
};
