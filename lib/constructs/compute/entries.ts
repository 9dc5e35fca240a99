import type { Contexts, Definition } from '@waybill/kernel';

const kindOf = ({ definition }: Contexts[string][string]) => (definition as Definition).kind;

/** The code of a context: every function that it names. */
export const contextEntry = (context: string) => `export * from '#functions/${context}/manifest';`;

/** Who admits, as a context has it; if none has, tokens are all that counts. */
export const admitting = (contexts: Contexts) =>
  Object.entries(contexts)
    .flatMap(([context, manifest]) => Object.entries(manifest).map(([name, fn]) => ({ context, name, fn })))
    .find(({ fn }) => kindOf(fn) === 'authorizer');

export const authorizerEntry = (contexts: Contexts) => {
  const found = admitting(contexts);
  return found
    ? `export { ${found.name} as authorizer } from '#functions/${found.context}/manifest';`
    : `export { authorizer } from '@waybill/kernel';`;
};

/**
 * Those who read the stream need what is projected or written down, and every event by its name: nothing of what functions do, and so
 * nothing that only functions need.
 */
export const streamsEntry = (contexts: Contexts) => {
  const all = (...kinds: readonly string[]) =>
    Object.entries(contexts).flatMap(([context, manifest]) => {
      const names = Object.keys(manifest).filter((name) => kinds.includes(kindOf(manifest[name]!)));
      return names.length ? [{ context, names }] : [];
    });
  const imported = all('projection', 'eventLog').map(
    ({ context, names }) =>
      `import { ${names.map((name) => `${name} as ${context}_${name}`).join(', ')} } from '#functions/${context}/manifest';`,
  );
  const listed = (kind: string) =>
    all(kind)
      .map(({ context, names }) => `${context}: { ${names.map((name) => `${name}: ${context}_${name}`).join(', ')} },`)
      .join('\n');
  return `
    import * as events from '#events/index';
    import { projector as project, publisher as publish, rebuilder as rebuild } from '@waybill/kernel';
    ${imported.join('\n')}
    const told = Object.entries(events).map(([context, all]) => {
      const eventTypes = Object.values(all).filter((it) => 'revision' in it);
      return [context, { told: { definition: { on: { context, name: context, eventTypes } } } }];
    });
    const projected = { ${listed('projection')} };
    export const projector = project(projected);
    export const rebuilder = rebuild(projected);
    export const publisher = publish({
      ...Object.fromEntries(told.map(([context, all]) => ['events of ' + context, all])),
      ${listed('eventLog')}
    });
  `;
};
