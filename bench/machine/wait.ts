import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as contexts from '#functions/contexts';
import { asModule, root } from '#lib/constructs/compute/esbuild';
import { percentile, type Result } from '../result.ts';
import { idle } from './idle.ts';
import { started } from './started.ts';

const functionCount = 100;

/** How long people and machines wait: for the system to start, for the kernel to load, for the bundles. */
export const wait = async (): Promise<Result[]> => {
  const work = mkdtempSync(join(process.cwd(), '.local-bench-'));
  try {
    const data = join(work, 'data');
    await (await started(data)).stop();
    const again = await started(data);
    const start = again.seconds;
    await again.stop();
    const load = imported(work);
    const bundle = bundledByContext(work);
    const alone = bundledAlone(work);
    return [
      { what: 'npm start, the second time, until ready', unit: 's', target: '≤ 6', measured: start, ok: start <= 6 },
      await idle(data),
      { what: 'kernel layer, import in a fresh Node', unit: 'ms', target: '≤ 100', measured: load, ok: load <= 100 },
      { what: '100 functions bundled, as deployed', unit: 's', target: '≤ 8', measured: bundle, ok: bundle <= 8 },
      { what: '  … each in a bundle of its own', unit: 's', measured: alone },
    ];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
};

/** As a layer: the kernel and all it stands on in one file. */
const imported = (work: string): number => {
  const outfile = join(work, 'kernel.mjs');
  asModule({ entryPoints: ['layers/kernel/src/index.ts'], outfile, sourcemap: false });
  const script = `const t=performance.now();await import(${JSON.stringify(outfile)});console.log(performance.now()-t)`;
  const times = Array.from({ length: 9 }, () =>
    Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })),
  );
  return percentile(times, 0.5);
};

/** As it is deployed, one bundle for each context, until there are a hundred functions in them. */
const bundledByContext = (work: string): number => {
  const all = Object.entries(contexts).map(([context, manifest]) => ({
    context,
    functions: Object.keys(manifest).length,
  }));
  const began = performance.now();
  for (let count = 0, i = 0; count < functionCount; i++) {
    const { context, functions } = all[i % all.length]!;
    const contents = `export * from '#functions/${context}/manifest';`;
    asModule({ stdin: { contents, resolveDir: root }, outfile: join(work, 'contexts', `${i}.mjs`) });
    count += functions;
  }
  return (performance.now() - began) / 1000;
};

/** Every function alone in a bundle of its own, the kernel with it: the dearest way there is. */
const bundledAlone = (work: string): number => {
  const exported = Object.entries(contexts).flatMap(([context, manifest]) =>
    Object.keys(manifest).map((name) => `export { ${name} as handler } from '#functions/${context}/manifest';`),
  );
  const entryPoints = Array.from({ length: functionCount }, (_, i) => {
    const file = join(work, `f${i}.ts`);
    writeFileSync(file, exported[i % exported.length]!);
    return file;
  });
  const began = performance.now();
  asModule({ entryPoints, outdir: join(work, 'alone'), outExtension: { '.js': '.mjs' } });
  return (performance.now() - began) / 1000;
};
