import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import * as contexts from '#functions/contexts';
import { asModule, root } from '#lib/constructs/compute/esbuild';
import { percentile, type Result } from './result.ts';

const functionCount = 100;

/** How long people and machines wait: for the system to start, for the kernel to load, for the bundles. */
export const machine = async (): Promise<Result[]> => {
  const work = mkdtempSync(join(process.cwd(), '.local-bench-'));
  try {
    await started(join(work, 'data'));
    const start = await started(join(work, 'data'));
    const load = imported(work);
    const bundle = bundledByContext(work);
    const alone = bundledAlone(work);
    return [
      { what: 'npm start, the second time, until ready', unit: 's', target: '≤ 6', measured: start, ok: start <= 6 },
      { what: 'kernel layer, import in a fresh Node', unit: 'ms', target: '≤ 100', measured: load, ok: load <= 100 },
      { what: '100 functions bundled, as deployed', unit: 's', target: '≤ 8', measured: bundle, ok: bundle <= 8 },
      { what: '  … each in a bundle of its own', unit: 's', measured: alone },
    ];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

const started = async (data: string): Promise<number> => {
  const port = await freePort();
  const began = performance.now();
  const child = spawn('npm', ['start', '--', '--port', String(port), '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const seconds = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code} before it was ready`)));
    child.stdout.on('data', (text: Buffer) => {
      if (/^ready /m.test(String(text))) resolve((performance.now() - began) / 1000);
    });
  });
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
  return seconds;
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
