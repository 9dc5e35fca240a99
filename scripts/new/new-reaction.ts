import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandDefinition } from '@waybill/kernel/write/command';
import * as z from 'zod';
import { type Change, create, edit, root } from './change.ts';
import { withLine } from './edits.ts';
import { oneOf, Refused } from './refused.ts';
import { aggregateIn, type Event, eventsByType, sampleOf } from './system.ts';
import { camel, sentence } from './words.ts';

interface Options {
  readonly context: string;
  readonly to?: string | undefined;
  readonly sends?: string | undefined;
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
}

/** A reaction to any event, which sends a command of its own context. */
export const newReaction = async (name: string, { context, to, sends }: Options): Promise<Change[]> => {
  const { context: of, event } = eventsByType.get(oneOf('to', to, eventsByType.keys()))!;
  const command = await commandIn(context, sends);
  const input = inputOf(command, of, event);
  const files = { reaction: `functions/${context}/reactions/${name}.ts`, test: `test/${context}/${name}.test.ts` };
  return edit(
    [
      create(files.reaction, reactionOf(name, of, event, sends!, input)),
      create(files.test, testOf(name, context, of, event, sends!, input)),
    ],
    `functions/${context}/manifest.ts`,
    withLine(`export { ${camel(name)} } from './reactions/${name}.ts';`),
  );
};

const commandIn = async (context: string, name: string | undefined): Promise<CommandDefinition> => {
  if (name === undefined) throw new Refused('--sends must name a command of the context, like change-priority.');
  const file = join(root, 'functions', context, 'commands', `${name}.ts`);
  const made = `npm run new -- command ${name} --context ${context} --aggregate … --internal`;
  if (!existsSync(file)) throw new Refused(`${context} has no command ${name}. First: ${made}`);
  return (await import(file))[camel(name)].definition;
};

/** The fields of the command's input, each with the source of its value. */
const inputOf = (
  { on, input }: CommandDefinition,
  of: string,
  { type, personal, schema }: Event,
): [string, string][] => {
  const { idField } = aggregateIn(on.context, on.name);
  const published = Object.keys(schema.shape).filter((field) => !personal.includes(field));
  const { properties = {}, required = [], $defs = {} } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  const schemaOf = (field: string): Schema => {
    const schema = properties[field] as Schema;
    return ($defs[schema.$ref?.replace('#/$defs/', '') ?? ''] as Schema | undefined) ?? schema;
  };
  return required.map((field) => {
    if (published.includes(field)) return [field, `data.${field}`];
    if (field === idField && of === on.context && isOf(type, on)) return [field, 'aggregateId'];
    if (field === idField) throw new Refused(`${type} does not say which ${on.name} it concerns: it has no ${field}.`);
    return [field, literalFor(schemaOf(field), type, field)];
  });
};

const isOf = (type: string, on: { readonly eventTypes: readonly { readonly type: string }[] }) =>
  on.eventTypes.some((event) => event.type === type);

/** A placeholder for a field that the event does not have. */
const literalFor = ({ type, enum: words, minimum = 1 }: Schema, event: string, field: string): string => {
  if (words) return `'${words.at(-1)}'`;
  if (type === 'string' && !field.endsWith('Id')) return `'${event}'`;
  if (type === 'integer' || type === 'number') return `${minimum}`;
  if (type === 'boolean') return 'true';
  throw new Refused(`${event} has no ${field}, which the command needs: write this reaction by hand.`);
};

const reactionOf = (name: string, of: string, event: Event, sends: string, input: [string, string][]) => {
  const uses = ['aggregateId', 'data'].filter((part) => input.some(([, value]) => value.split('.')[0] === part));
  return `
import { reaction } from '@waybill/kernel';
import { ${event.type} } from '#events/${of}';
import { ${camel(sends)} } from '../commands/${sends}.ts';

export const ${camel(name)} = reaction({
  name: '${camel(name)}',
  on: [${event.type}],
  uses: { ${camel(sends)} },

  react: (${uses.length ? `{ ${uses.join(', ')} }` : '_'}, { ${camel(sends)} }) => ${camel(sends)}({ ${written(input)} }),
});
`;
};

const written = (input: [string, string][]) => input.map(([field, value]) => `${field}: ${value}`).join(', ');

const testOf = (name: string, context: string, of: string, event: Event, sends: string, input: [string, string][]) => {
  const expected = written(input).replaceAll('data.', 'happened.data.').replace('aggregateId', 'itsId');
  return `
import { reactionScenario${expected.includes('itsId') ? ', itsId' : ''} } from '@waybill/kernel/testing';
import { test } from 'vitest';
import { ${event.type} } from '#events/${of}';
import { ${camel(sends)} } from '#functions/${context}/commands/${sends}';
import { ${camel(name)} } from '#functions/${context}/reactions/${name}';

const happened = ${sampleOf(event)};

test('${sentence(name).toLowerCase()}', () =>
  reactionScenario(${camel(name)}).when(happened).sends(${camel(sends)}, { ${expected} }));
`;
};
