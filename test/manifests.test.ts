import { readdirSync } from 'node:fs';
import { idFieldOf } from '@waybill/kernel';
import { describe, expect, test } from 'vitest';
import * as events from '#events/index';
import * as contexts from '#functions/contexts';

const folders = {
  command: 'commands',
  query: 'queries',
  call: 'calls',
  chronicle: 'chronicles',
  authorizer: '.',
  projection: 'projections',
  reaction: 'reactions',
  schedule: 'schedules',
};
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const filesIn = (folder: string) => readdirSync(folder, { withFileTypes: true }).map(({ name }) => name);

test('every context is listed', () => {
  const found = readdirSync('functions', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(Object.keys(contexts).toSorted()).toEqual(found.map(({ name }) => name).toSorted());
});

test('every file of events is listed', () => {
  const files = filesIn('events').filter((name) => name.endsWith('.ts') && name !== 'index.ts');
  expect(
    Object.keys(events)
      .map((name) => `${name}.ts`)
      .toSorted(),
  ).toEqual(files.toSorted());
});

describe.each(Object.entries(contexts))('%s', (context, manifest) => {
  const functions = Object.entries<any>(manifest);

  test('lists each of its functions, in the folder of its kind', () => {
    const listed = functions.map(([name, { definition }]) => {
      const kind = definition.kind as keyof typeof folders;
      return `${folders[kind]}/${kebab(name)}.ts`;
    });
    const own = filesIn(`functions/${context}`);
    const there = [
      ...own.filter((name) => name === 'authorizer.ts').map((file) => `./${file}`),
      ...own
        .filter((name) => Object.values(folders).includes(name))
        .flatMap((folder) => filesIn(`functions/${context}/${folder}`).map((file) => `${folder}/${file}`)),
    ];
    const internal = [
      'commands/assign-crew.ts',
      'commands/join-by-invitation.ts',
      'commands/lapse-invitation.ts',
      'commands/send-invitation.ts',
      'commands/turn-down-invitation.ts',
    ];
    expect(listed.toSorted()).toEqual(there.filter((file) => !internal.includes(file)).toSorted());
  });

  test('names in each command the aggregate it decides on', () => {
    for (const [name, { definition }] of functions)
      if (definition.kind === 'command' && definition.decide && !definition.about)
        expect(Object.keys(definition.input.shape), name).toContain(idFieldOf(definition.on.name));
  });

  test('has a field in its input for each parameter of its route', () => {
    for (const [name, { definition }] of functions)
      for (const [, parameter] of (definition.route ?? '').matchAll(/{(\w+)}/g))
        expect(Object.keys(definition.input.shape), `${name}: {${parameter}} of its route`).toContain(parameter);
  });

  test('decides on aggregates of its own', () => {
    for (const [name, { definition }] of functions)
      if (definition.kind === 'command') expect(definition.on.context, name).toBe(context);
  });
});

test('no two functions answer the same route', () => {
  const routes = Object.values<Record<string, any>>(contexts)
    .flatMap((manifest) => Object.values(manifest))
    .flatMap(({ definition: { route } }) => route ?? [])
    .map((route: string) => route.replace(/{\w+}/g, '{}'));
  expect(new Set(routes).size).toBe(routes.length);
});
