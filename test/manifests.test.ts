import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { accessOf, type Contexts, type Definition, idFieldOf, roles } from '@waybill/kernel';
import { describe, expect, test } from 'vitest';
import * as events from '#events/index';
import * as contexts from '#functions/contexts';
import { httpOf, routeOf } from './support/http/definitions.ts';

const root = join(import.meta.dirname, '..');
const folders = {
  command: 'commands',
  bulk: 'commands',
  query: 'queries',
  endpoint: 'endpoints',
  eventLog: 'event-logs',
  authorizer: '.',
  projection: 'projections',
  reaction: 'reactions',
  worker: 'workers',
  schedule: 'schedules',
  setup: 'setup',
};
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const namesIn = (folder: string, { recursive = false } = {}) =>
  existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive, encoding: 'utf8' }) : [];
/** The files of functions of a kind: in its folder, or in a subfolder. */
const filesOf = (context: string, folder: string) =>
  namesIn(`functions/${context}/${folder}`, { recursive: folder !== '.' })
    .filter((file) => (folder === '.' ? file === 'authorizer.ts' : file.endsWith('.ts')))
    .map((file) => ({ context, file: join(folder, file), name: camel(basename(file, '.ts')) }));

const functions = Object.entries(contexts as Contexts).flatMap(([context, manifest]) =>
  Object.entries(manifest).map(([name, { definition }]) => ({ context, name, definition: definition as Definition })),
);

/** Each missing piece is one sentence that says what to do. The list must be empty. */
const nothing: string[] = [];

test('every context is listed', () => {
  const found = readdirSync(join(root, 'functions'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const missing = found.filter(({ name }) => !Object.hasOwn(contexts, name));
  expect(
    missing.map(({ name }) => `Add to functions/contexts.ts: export * as ${name} from './${name}/manifest.ts';`),
  ).toEqual(nothing);
});

test('every file of events is listed', () => {
  const others = ['index.ts', 'examples.ts', 'references.ts'];
  const files = namesIn('events').flatMap((file) =>
    others.includes(file) ? [] : (/^(.+)\.ts$/.exec(file)?.[1] ?? []),
  );
  const missing = files.filter((name) => !Object.hasOwn(events, name));
  expect(missing.map((name) => `Add to events/index.ts: export * as ${name} from './${name}.ts';`)).toEqual(nothing);
});

test('every function is listed', async () => {
  const unlisted = Object.keys(contexts).flatMap((context) =>
    [...new Set(Object.values(folders))].flatMap((folder) =>
      filesOf(context, folder).filter(
        ({ name }) => !functions.some((fn) => fn.context === context && fn.name === name),
      ),
    ),
  );
  // Reactions and bulk commands name commands without a route. A projection that is not stored has no function.
  const isInternal = async ({ context, file, name }: (typeof unlisted)[number]) => {
    const { [name]: fn } = await import(/* @vite-ignore */ join(root, 'functions', context, file));
    const { kind, route, stored } = fn?.definition ?? {};
    return (kind === 'command' && !route) || (kind === 'projection' && stored === false);
  };
  const missing = await Promise.all(unlisted.map(async (fn) => ((await isInternal(fn)) ? [] : [fn])));
  expect(
    missing
      .flat()
      .map(
        ({ context, file, name }) =>
          `Add to functions/${context}/manifest.ts: export { ${name} } from './${file}'; which exports ${name}.`,
      ),
  ).toEqual(nothing);
});

test('every function that is listed is in the folder of its kind, in a file of its name', () => {
  const missing = functions.filter(
    ({ context, name, definition: { kind } }) =>
      !filesOf(context, folders[kind]).some(({ file }) => basename(file) === `${kebab(name)}.ts`),
  );
  expect(
    missing.map(
      ({ context, name, definition: { kind } }) =>
        `There is no ${kebab(name)}.ts in ${join('functions', context, folders[kind])}, where a manifest says that it is.`,
    ),
  ).toEqual(nothing);
});

test('every function is named by a test', () => {
  const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    // Tests of the tools name functions that they create and delete.
    .filter((file) => file.endsWith('.test.ts') && !file.startsWith('tools/'))
    .map((file) => readFileSync(join(root, 'test', file), 'utf8'));
  const isNamed = ({ name, definition }: (typeof functions)[number]) => isNamedBy(name, routeOf(definition));
  const isNamedBy = (name: string, route: string | undefined) =>
    tests.some((text) => new RegExp(`\\b${name}\\b`).test(text) || (route && text.includes(`'${route}'`)));
  expect(
    functions
      .filter((fn) => !isNamed(fn))
      .map(({ context, name }) => `No test names ${name}: write test/${context}/${kebab(name)}.test.ts.`),
  ).toEqual(nothing);
});

test('every event of an aggregate with read models is handled by one of them', () => {
  const projections = functions.flatMap(({ definition }) => (definition.kind === 'projection' ? [definition] : []));
  const own = projections.flatMap(({ of, sources }) => sources.filter(({ context }) => context === of.context));
  const unhandled = [...new Set(own)].flatMap((of) => {
    const handled = projections
      .filter(({ sources }) => sources.includes(of))
      .flatMap(({ eventTypes }) => eventTypes as string[]);
    const missing = of.eventTypes.filter(({ type }) => !handled.includes(type));
    return missing.map(
      ({ type }) => `Add .on(${type}, …) to a projection of ${of.context}.${of.name}: none handles it.`,
    );
  });
  expect([...new Set(unhandled)]).toEqual(nothing);
});

test('the rows of a projection are stored in its own context', () => {
  const abroad = functions.flatMap(({ context, name, definition }) =>
    definition.kind === 'projection' && definition.of.context !== context
      ? [`Name an aggregate of ${context} first in the \`of\` of ${name}, not one of ${definition.of.context}.`]
      : [],
  );
  expect(abroad).toEqual(nothing);
});

test('a command identifies its aggregate, in its input or with `about`', () => {
  const silent = functions.filter(
    ({ definition }) =>
      definition.kind === 'command' &&
      definition.decide &&
      !definition.about &&
      !(idFieldOf(definition.on.name) in definition.input.shape),
  );
  expect(
    silent.map(
      ({ name, definition }) =>
        `Give the input of ${name} the field ${definition.kind === 'command' && idFieldOf(definition.on.name)}, or the command \`about\`.`,
    ),
  ).toEqual(nothing);
});

test('a command decides on an aggregate of its own context', () => {
  for (const { context, name, definition } of functions)
    if (definition.kind === 'command') expect(definition.on.context, name).toBe(context);
});

test('an input has a field for each parameter of the route', () => {
  const missing = functions.flatMap(({ name, definition }) =>
    [...(routeOf(definition) ?? '').matchAll(/{(\w+)}/g)]
      .filter(([, parameter]) => !(parameter! in httpOf(definition)!.input.shape))
      .map(([parameter]) => `The route of ${name} has ${parameter}: give its input that field.`),
  );
  expect(missing).toEqual(nothing);
});

describe('routes', () => {
  test('are each answered by one function', () => {
    const routes = functions.flatMap(({ definition }) => routeOf(definition)?.replace(/{\w+}/g, '{}') ?? []);
    expect(routes.filter((route, i) => routes.indexOf(route) !== i)).toEqual(nothing);
  });
});

describe('power over an organization', () => {
  const guarded = functions.flatMap(({ context, name, definition }) => {
    const http = httpOf(definition);
    return http?.route && roles.some((role) => role === http.role) ? [{ context, name, definition: http }] : [];
  });
  const readsOrganization = (definition: Definition) =>
    accessOf(definition).some(
      ({ of, guarded }) =>
        (guarded || definition.kind === 'query') &&
        'kind' in of &&
        of.kind === 'aggregate' &&
        `${of.context}.${of.name}` === 'organizations.organization',
    );
  const writes = guarded.filter(({ definition: { route } }) => !route!.startsWith('GET '));
  const powerful = writes.filter(
    ({ context, definition: { role } }) => context === 'identity' || context === 'organizations' || role === 'owner',
  );

  test('is decided on the caller’s current standing wherever an owner is needed, and in all that identity and organizations write', () => {
    expect(powerful.length).toBeGreaterThan(10);
    expect(powerful.filter(({ definition: { standing } }) => standing !== 'current').map(({ name }) => name)).toEqual(
      [],
    );
  });

  test('is decided on the organization’s stream', () => {
    const current = guarded.filter(({ definition: { standing } }) => standing === 'current');
    const blind = current.filter(({ definition }) => !readsOrganization(definition));
    expect(blind.map(({ name }) => name)).toEqual([]);
  });

  /** Neither the name nor the fleet policy of an organization gives access, nor do its messages to customers. */
  const harmless = ['renameOrganization', 'changeFleetPolicy', 'changeCustomerMessages'];

  test('is not exercised while acting as another user, where it gives or takes access', () => {
    const open = powerful.filter(({ definition: { grantsAccess } }) => !grantsAccess).map(({ name }) => name);
    expect(open.toSorted()).toEqual(harmless.toSorted());
  });

  test('is not exercised by routes that take a session, except to end sessions or acting for a user', () => {
    const personal = Object.values<Record<string, any>>(contexts)
      .flatMap((manifest) => Object.entries(manifest))
      .filter(([, { definition }]) => definition.role === 'person' && definition.whileActing === 'always');
    expect(personal.map(([name]) => name).toSorted()).toEqual(['mintToken', 'signOut', 'stopImpersonation']);
  });
});
