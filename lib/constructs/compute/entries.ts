import { authorizer, type Contexts, type Definition, isHttp, type Manifest } from '@waybill/kernel';
import { moduleOf } from './module-of.ts';

/** The source of each Lambda's module, by the name of the export that it runs. */
export type Entries = Readonly<Record<string, string>>;

const kindOf = ({ definition }: Contexts[string][string]) => definition.kind;

/** Kinds that run as a Lambda of their context: no stream readers, no authorizer, nothing that others call. */
const runs = (definition: Definition) =>
  isHttp(definition)
    ? definition.route !== undefined
    : ['reaction', 'worker', 'schedule', 'setup'].includes(definition.kind);

/** Every Lambda of a context. */
export const contextEntries = (context: string, manifest: Manifest): Entries =>
  Object.fromEntries(
    Object.entries(manifest)
      .filter(([, { definition }]) => runs(definition))
      .map(([name]) => [name, `export { ${name} } from '${moduleOf(context, name)}';`]),
  );

/** The authorizer of a context; without one, only tokens are accepted. */
export const authorizerIn = (contexts: Contexts) =>
  Object.entries(contexts)
    .flatMap(([context, manifest]) => Object.entries(manifest).map(([name, fn]) => ({ context, name, fn })))
    .find(({ fn }) => kindOf(fn) === 'authorizer');

export const authorizerOf = (contexts: Contexts): Definition =>
  authorizerIn(contexts)?.fn.definition ?? authorizer.definition;

export const authorizerEntries = (contexts: Contexts): Entries => {
  const found = authorizerIn(contexts);
  const authorizer = found
    ? `export { ${found.name} as authorizer } from '${moduleOf(found.context, found.name)}';`
    : `export { authorizer } from '@waybill/kernel';`;
  return { authorizer };
};

/** All definitions of a kind: their imports, and the members of an object with them by context and name. */
const allOf = (contexts: Contexts, kind: Definition['kind']) => {
  const found = Object.entries(contexts).flatMap(([context, manifest]) => {
    const names = Object.keys(manifest).filter((name) => kindOf(manifest[name]!) === kind);
    return names.length ? [{ context, names }] : [];
  });
  const imports = found.flatMap(({ context, names }) =>
    names.map((name) => `import { ${name} as ${context}_${name} } from '${moduleOf(context, name)}';`),
  );
  const members = found.map(
    ({ context, names }) => `${context}: { ${names.map((name) => `${name}: ${context}_${name}`).join(', ')} },`,
  );
  return { imports: imports.join('\n'), members: members.join('\n') };
};

/**
 * Stream readers need projections or event logs, and all event types. They do not import functions, to keep the bundles
 * small.
 */
export const streamsEntries = (contexts: Contexts): Entries => {
  const [projections, logs] = [allOf(contexts, 'projection'), allOf(contexts, 'eventLog')];
  const onProjections = (name: 'projector' | 'rebuilder') => `
    import { ${name} as make } from '@waybill/kernel';
    ${projections.imports}
    export const ${name} = make({ ${projections.members} });
  `;
  return {
    projector: onProjections('projector'),
    rebuilder: onProjections('rebuilder'),
    publisher: `
      import * as events from '#events/index';
      import { publisher as make } from '@waybill/kernel';
      ${logs.imports}
      const streams = Object.entries(events).map(([context, all]) => {
        const eventTypes = Object.values(all).filter((it) => 'revision' in it);
        const published = { kind: 'aggregate', context, name: context, eventTypes };
        return ['events of ' + context, { published: { definition: { kind: 'reaction', writes: { published } } } }];
      });
      export const publisher = make({ ...Object.fromEntries(streams), ${logs.members} });
    `,
  };
};
