import { type Change, create, edit } from './change.ts';
import { withHandler, withImport, withLine } from './edits.ts';
import { Refused } from './refused.ts';
import {
  type Aggregate,
  aggregateIn,
  eventsByType,
  exampleOf,
  exemplified,
  readModelOf,
  routeOf,
  sampleOf,
  tagged,
} from './system.ts';
import { camel, pascal, past, sentence } from './words.ts';

interface Options {
  readonly context: string;
  readonly aggregate?: string | undefined;
  readonly route?: string | undefined;
  readonly event?: string | undefined;
  readonly role: string;
  readonly internal: boolean;
}

/** `change-priority` → `PriorityChanged`; `flag-delivery` → `DeliveryFlagged`. */
const eventNamed = (name: string, aggregate: string) => {
  const [verb = '', ...about] = name.split('-');
  return `${pascal(about.join('-') || aggregate)}${pascal(past(verb))}`;
};

/** `change-priority` → `priority`; `flag-delivery` → `flag`. */
const segmentOf = (name: string, aggregate: string) => {
  const [verb = '', ...about] = name.split('-');
  return about.join('-') === aggregate || !about.length ? verb : about.join('-');
};

const newEvent = (type: string) => {
  if (!/^[A-Z][A-Za-z0-9]+$/.test(type)) throw new Refused(`--event must read like PriorityChanged, not ${type}.`);
  const known = eventsByType.get(type);
  if (known) throw new Refused(`${known.context} has an event ${type} already: name another with --event.`);
  return type;
};

/** A command on an existing aggregate, with a new event and a test. */
export const newCommand = (
  name: string,
  { context, route, event, role, internal, ...options }: Options,
): readonly Change[] => {
  const aggregate = aggregateIn(context, options.aggregate);
  const type = newEvent(event ?? eventNamed(name, aggregate.name));
  const path = `PUT ${aggregate.path}/${segmentOf(name, aggregate.name)}`;
  const on = internal ? undefined : routeOf(route ?? path, ['PUT', 'POST', 'PATCH'], [aggregate.idField]);
  const changes = [
    create(`functions/${context}/commands/${name}.ts`, commandOf(name, type, aggregate, role, on)),
    create(`test/${context}/${name}.test.ts`, testOf(name, type, aggregate)),
  ];
  const all = exemplified(wired(changes, name, type, aggregate, internal), aggregate.name);
  return on ? tagged(all, on) : all;
};

/** Edits of all files that refer to the command and its event. */
const wired = (changes: Change[], name: string, type: string, aggregate: Aggregate, internal: boolean): Change[] => {
  const { context, exported, file, name: of } = aggregate;
  const folder = `functions/${context}`;
  const importEvent = withImport(`#events/${context}`, type);
  const rows = readModelOf(aggregate);
  const edits: readonly (readonly [file: string, how: (text: string) => string])[] = [
    [`events/${context}.ts`, withLine(`\nexport const ${type} = event('${type}', { note: z.string() });`)],
    [`${folder}/${file}`, importEvent],
    [`${folder}/${file}`, withHandler(exported, `.on(${type}, (${camel(of)}) => ${camel(of)})`)],
    ...(rows && !rows.definition.changedAt
      ? ([
          [`${folder}/${rows.file}`, importEvent],
          [`${folder}/${rows.file}`, withHandler(rows.exported, `.on(${type}, (row) => row)`)],
        ] as const)
      : []),
    ...(internal
      ? []
      : ([[`${folder}/manifest.ts`, withLine(`export { ${camel(name)} } from './commands/${name}.ts';`)]] as const)),
  ];
  return edits.reduce((all, [file, how]) => edit(all, file, how), changes);
};

const commandOf = (name: string, type: string, aggregate: Aggregate, role: string, route: string | undefined) => `
import { command, id, text, z } from '@waybill/kernel';
import { ${type} } from '#events/${aggregate.context}';
import { exampleIds } from '#events/examples';
import { ${aggregate.exported} } from '../${aggregate.file}';

${route ? '' : '/** Without a route: for reactions, and for other commands of this context. */\n'}export const ${camel(name)} = command({
  summary: '${sentence(name)}',
  ${route ? `route: '${route}',\n  ` : ''}role: '${role}',
  input: z.strictObject({
    ${aggregate.idField}: id().describe('The ${aggregate.name.replaceAll('-', ' ')}.'),
    note: text(200).describe('A note.'),
  }),
  example: { ${aggregate.idField}: exampleIds.${exampleOf(aggregate.name)}, note: 'Two steps at the door' },
  on: ${aggregate.exported},

  decide: (_, { note }) => ${type}({ note }),
});
`;

const testOf = (name: string, type: string, { context, begins, name: aggregate }: Aggregate) => `
import { scenario } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { ${begins.type}, ${type} } from '#events/${context}';
import { ${camel(name)} } from '#functions/${context}/commands/${name}';

const { given } = scenario(${camel(name)});
const begun = ${sampleOf(begins)};
const note = 'Two steps at the door';

describe('${sentence(name).toLowerCase()}', () => {
  test('is recorded', () => given(begun).when({ note }).emits(${type}({ note })));

  test('needs an existing ${aggregate}', () => given().when({ note }).refuses('${aggregate}-not-found', {}, 404));

  test('needs a note', () => expect(() => given(begun).when({ note: '  ' })).toThrow('must not be blank'));
});
`;
