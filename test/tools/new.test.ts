import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { aCopy } from './copy.ts';

/** Runs a program in a copy of the repository until it ends. */
const copy = aCopy();
const run = (program: string, ...args: readonly string[]) =>
  new Promise<{ code: number; out: string; err: string }>((done) => {
    const env = { ...process.env, NODE_NO_WARNINGS: '1', NO_COLOR: '1' };
    execFile(process.execPath, [join(copy, program), ...args], { cwd: copy, env }, (error, out, err) =>
      done({ code: Number(error?.code ?? (error ? 1 : 0)), out: out.trim(), err: err.trim() }),
    );
  });
const make = (...args: readonly string[]) => run('scripts/new/new.ts', ...args);
const passes = async (program: string, ...args: readonly string[]) => {
  const { code, out, err } = await run(program, ...args);
  expect(code, `${out}\n${err}`).toBe(0);
  return out;
};
const vitest = (project: string, ...args: readonly string[]) =>
  passes('node_modules/vitest/vitest.mjs', 'run', '--project', project, ...args);

const lines = (out: string, what: 'write' | 'change') =>
  out.split('\n').flatMap((line) => new RegExp(`^${what} +(.+)$`).exec(line)?.[1] ?? []);
const everyFile = () =>
  ['functions', 'events', 'test'].flatMap((folder) =>
    readdirSync(join(copy, folder), { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => `${parentPath}/${name} ${readFileSync(join(parentPath, name), 'utf8')}`),
  );

/** The output of each generator run, by name. */
const said = new Map<string, string>();
const pieces = [
  ['context', 'parcels'],
  ['command', 'flag-parcel', '--context', 'parcels'],
  ['command', 'change-priority', '--context', 'deliveries'],
  ['command', 'inspect-vehicle', '--context', 'fleet', '--aggregate', 'vehicle', '--internal'],
  ['query', 'get-vehicle-card', '--context', 'fleet', '--projection', 'vehicle'],
  ['query', 'list-registrations', '--context', 'fleet', '--projection', 'vehicle'],
  [
    'reaction',
    'inspect-after-assignment',
    '--context',
    'fleet',
    '--to',
    'VehicleAssigned',
    '--sends',
    'inspect-vehicle',
  ],
] as const;

beforeAll(async () => {
  for (const piece of pieces) said.set(piece[1], await passes('scripts/new/new.ts', ...piece));
  await passes('scripts/api/openapi.ts');
});

describe('a piece', () => {
  test('of each kind in the README is generated here', () => {
    const readme = readFileSync(join(copy, 'README.md'), 'utf8');
    const shown = [...readme.matchAll(/^npm run new -- (.+)$/gm)].map(([, args]) => args!);
    expect(shown).not.toEqual([]);
    expect(pieces.map((piece) => piece.join(' '))).toEqual(expect.arrayContaining(shown));
  });

  test('that is a context changes four files outside its folder', () => {
    const files = [...lines(said.get('parcels')!, 'write'), ...lines(said.get('parcels')!, 'change')];
    const outside = files.filter((file) => !/^(functions|test)\/parcels\/|^events\/(parcels\.ts|golden\/)/.test(file));
    expect(outside.toSorted()).toEqual([
      'events/examples.ts',
      'events/index.ts',
      'functions/contexts.ts',
      'functions/tags.ts',
    ]);
  });

  test('that is a command has the command, its test, its event, and two lines that refer to them', () => {
    const out = said.get('change-priority')!;
    expect([...lines(out, 'write'), ...lines(out, 'change')]).toEqual([
      'functions/deliveries/commands/change-priority.ts',
      'test/deliveries/change-priority.test.ts',
      'events/deliveries.ts',
      'functions/deliveries/delivery.ts',
      'functions/deliveries/manifest.ts',
    ]);
  });

  test('passes npm run check', async () => {
    await passes('node_modules/typescript/bin/tsc', '-p', '.');
    await passes('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.');
  });

  test('has a test that passes, and is complete according to the manifest tests', async () => {
    const own = [...said.values()].flatMap((out) => lines(out, 'write')).filter((file) => file.endsWith('.test.ts'));
    expect(own).toHaveLength(pieces.length);
    const others = [
      'test/manifests.test.ts',
      'test/support',
      'test/events',
      'test/api',
      'test/platform',
      'test/stacks/contexts.test.ts',
    ];
    await vitest('unit', ...own, ...others);
  });

  test('responds over HTTP, to authorized callers only', async () => {
    vi.stubEnv('ROUTES', 'parcels|priority|card');
    const out = await vitest('http', 'test/guarantees/tenancy.test.ts', '--silent=false');
    vi.unstubAllEnvs();
    for (const route of ['POST /parcels', 'GET /parcels/{parcelId}', 'PUT /parcels/{parcelId}/flag', 'GET /parcels'])
      expect(out.split('\n')).toContain(route);
  });
});

describe('nothing is written', () => {
  test('in a dry run', async () => {
    const before = everyFile();
    const { code, out } = await make('command', 'weigh-parcel', '--context', 'parcels', '--dry-run');
    expect(code).toBe(0);
    expect(out).toMatch(/^would write +functions\/parcels\/commands\/weigh-parcel\.ts$/m);
    expect(out).toMatch(/^would change functions\/parcels\/manifest\.ts$/m);
    expect(everyFile()).toEqual(before);
  });

  test.each([
    ['', 'Say what to write: command, query, reaction or context, and its name. Try --help.'],
    ['saga book-trip', 'Say what to write: command, query, reaction or context, and its name. Try --help.'],
    ['command change-priority --contxt deliveries', "Unknown option '--contxt'. Try --help."],
    ['context orders --route GET', 'A context has no --route. Try --help.'],
    ['command ../evil --context fleet', 'A name reads like change-priority and is no word of the code, not ../evil.'],
    [
      'command flag-parcel --context parcels --event ParcelRaised --internal',
      'There is a file functions/parcels/commands/flag-parcel.ts, test/parcels/flag-parcel.test.ts already.',
    ],
  ])('for “%s”, which is refused in a sentence', async (args, err) => {
    const before = everyFile();
    expect(await make(...args.split(' ').filter(Boolean))).toEqual({ code: 2, out: '', err });
    expect(everyFile()).toEqual(before);
  });
});

describe('a forgotten step', () => {
  const change = (file: string, how: (text: string) => string) => {
    const path = join(copy, file);
    const before = readFileSync(path, 'utf8');
    const after = how(before);
    expect(after).not.toBe(before);
    writeFileSync(path, after);
  };
  const without = (line: string | RegExp) => (text: string) => text.replace(line, '');

  test('is reported in one sentence with advice', async () => {
    change('functions/parcels/manifest.ts', without("export { flagParcel } from './commands/flag-parcel.ts';\n"));
    change('events/index.ts', without("export * as parcels from './parcels.ts';\n"));
    change('functions/parcels/projections/parcel-row.ts', without("  changedAt: 'updatedAt',\n"));
    change('events/golden/deliveries.json', without(/,\s*"PriorityChanged.1": {[^}]*}/));
    rmSync(join(copy, 'test/fleet/get-vehicle-card.test.ts'));

    const { code, out, err } = await run(
      'node_modules/vitest/vitest.mjs',
      ...['run', '--project', 'unit', 'test/manifests.test.ts', 'test/events', 'test/kernel/http/asyncapi.test.ts'],
    );
    expect(code).toBe(1);
    for (const sentence of [
      "Add to functions/parcels/manifest.ts: export { flagParcel } from './commands/flag-parcel.ts'",
      "Add to events/index.ts: export * as parcels from './parcels.ts';",
      'Add .on(ParcelFlagged, …) to a projection of parcels.parcel: none handles it.',
      'Run npm run openapi: it adds PriorityChanged.1 to events/golden/deliveries.json.',
      'No test names getVehicleCard: write test/fleet/get-vehicle-card.test.ts.',
    ])
      expect(`${out}\n${err}`).toContain(sentence);

    change('functions/fleet/vehicle.ts', without('\n  .on(VehicleInspected, (vehicle) => vehicle)'));
    const checked = await run('node_modules/typescript/bin/tsc', '-p', '.');
    expect(checked.out).toMatch(/inspect-vehicle\.ts.* '"VehicleInspected"' is not assignable/s);
  });
});
