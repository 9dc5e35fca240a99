import { type Change, create, edit } from './change.ts';
import { withLine } from './edits.ts';
import { Refused } from './refused.ts';
import { contexts, eventsByType, exemplified, tagged, unanswered } from './system.ts';
import { camel, isName, pascal, plural, sentence, singular } from './words.ts';

interface Options {
  readonly aggregate?: string | undefined;
}

/** A bounded context with one aggregate: a command that creates it, queries that read and list it, and a test. */
export const newContext = (context: string, options: Options): readonly Change[] => {
  if (context.includes('-')) throw new Refused(`A context has a name of one word, like parcels, not ${context}.`);
  if (contexts[context]) throw new Refused(`There is a context ${context} already.`);
  const aggregate = options.aggregate ?? singular(context);
  if (!isName(aggregate)) throw new Refused(`--aggregate must read like api-key, not ${aggregate}.`);
  const names = namesOf(context, aggregate);
  if (eventsByType.has(names.created))
    throw new Refused(`There is an event ${names.created} already: name another --aggregate.`);
  unanswered(`POST /${names.path}`);

  const folder = `functions/${context}`;
  const files: readonly (readonly [string, (names: Names) => string])[] = [
    [`${folder}/README.md`, readmeOf],
    [`${folder}/manifest.ts`, manifestOf],
    [`${folder}/${aggregate}.ts`, aggregateOf],
    [`${folder}/commands/create-${aggregate}.ts`, commandOf],
    [`${folder}/projections/${aggregate}-row.ts`, projectionOf],
    [`${folder}/queries/get-${aggregate}.ts`, getOf],
    [`${folder}/queries/list-${names.path}.ts`, listOf],
    [`events/${context}.ts`, eventsOf],
    [`test/${context}/${aggregate}.test.ts`, testOf],
  ];
  const line = (path: string) => withLine(`export * as ${context} from '${path}';`);
  const listed = edit(
    files.map(([file, text]) => create(file, text(names))),
    'functions/contexts.ts',
    line(`./${context}/manifest.ts`),
  );
  const published = edit(listed, 'events/index.ts', line(`./${context}.ts`));
  return tagged(exemplified(published, aggregate), `/${names.path}`);
};

const namesOf = (context: string, aggregate: string) => ({
  context,
  aggregate,
  path: plural(aggregate),
  it: camel(aggregate),
  It: pascal(aggregate),
  Them: pascal(plural(aggregate)),
  row: `${camel(aggregate)}Row`,
  Row: `${pascal(aggregate)}Row`,
  id: `${camel(aggregate)}Id`,
  created: `${pascal(aggregate)}Created`,
});
type Names = ReturnType<typeof namesOf>;

const readmeOf = ({ context, aggregate }: Names) => `# ${sentence(context)}

What this context is for, in a sentence.

## Words

- **${sentence(aggregate)}**: what it is.

## Rules

- What must always hold.

## Who listens

None yet. Its events are published to the bus, without their personal fields.
`;

const manifestOf = ({ context, aggregate, path, It, Them, row }: Names) => `
/** ${sentence(context)}. One line for each function. */

export { create${It} } from './commands/create-${aggregate}.ts';
export { ${row} } from './projections/${aggregate}-row.ts';
export { get${It} } from './queries/get-${aggregate}.ts';
export { list${Them} } from './queries/list-${path}.ts';
`;

const eventsOf = ({ context, created }: Names) => `
import { event, z } from '@waybill/kernel';

/** What ${context} publishes. Shapes only ever grow. */

export const ${created} = event('${created}', { name: z.string() });
`;

const aggregateOf = ({ context, aggregate, it, It, created }: Names) => `
import { aggregate } from '@waybill/kernel';
import { ${created} } from '#events/${context}';

export interface ${It} {
  readonly name: string;
}

export const ${it} = aggregate('${context}', '${aggregate}').begin(${created}, ({ name }): ${It} => ({ name }));
`;

const commandOf = ({ context, aggregate, path, it, It, created }: Names) => `
import { command, text, z } from '@waybill/kernel';
import { ${created} } from '#events/${context}';
import { ${it} } from '../${aggregate}.ts';

export const create${It} = command({
  summary: '${sentence(`create-${aggregate}`)}',
  route: 'POST /${path}',
  role: 'officer',
  input: z.strictObject({ name: text(100).describe('Its name.') }),
  example: { name: 'One' },
  on: ${it},

  begin: ({ name }) => ${created}({ name }),
});
`;

const projectionOf = ({ context, aggregate, it, row, Row, id, created }: Names) => `
import { projection, z } from '@waybill/kernel';
import { ${created} } from '#events/${context}';
import { ${it} } from '../${aggregate}.ts';

export const ${Row} = z.object({
  ${id}: z.guid().describe('The ${aggregate.replaceAll('-', ' ')}.'),
  name: z.string().describe('Its name.'),
  createdAt: z.iso.datetime().describe('When it was created.'),
  updatedAt: z.iso.datetime().describe('When it was last changed.'),
});
export type ${Row} = z.infer<typeof ${Row}>;

export const ${row} = projection<${Row}>('${aggregate}', {
  of: ${it},
  row: ${Row},
  changedAt: 'updatedAt',
  indexes: { all: ({ createdAt }) => ['', createdAt] },
}).begin(${created}, ({ aggregateId, at, data: { name } }) => ({ ${id}: aggregateId, name, createdAt: at, updatedAt: at }));
`;

const getOf = ({ aggregate, path, It, row, Row, id }: Names) => `
import { id, query, versioned, z } from '@waybill/kernel';
import { ${Row}, ${row} } from '../projections/${aggregate}-row.ts';

export const get${It} = query({
  summary: '${sentence(`get-${aggregate}`)}',
  route: 'GET /${path}/{${id}}',
  role: 'auditor',
  of: '${aggregate}',
  input: z.strictObject({ ${id}: id().describe('The ${aggregate.replaceAll('-', ' ')}.') }),
  output: versioned(${Row}),
  reads: { rows: ${row} },

  answer: ({ ${id} }, { rows }) => rows.get(${id}),
});
`;

const listOf = ({ aggregate, path, Them, row, Row }: Names) => `
import { page, pageOf, query, z } from '@waybill/kernel';
import { ${Row}, ${row} } from '../projections/${aggregate}-row.ts';

export const list${Them} = query({
  summary: '${sentence(`list-${path}`)}',
  route: 'GET /${path}',
  role: 'auditor',
  input: z.strictObject({ ...page }),
  output: pageOf(${Row}),
  reads: { rows: ${row} },

  answer: ({ limit, cursor }, { rows }) => rows.list('all', { limit, cursor, filters: {} }),
});
`;

const testOf = ({ context, aggregate, It, Them, row, id, created }: Names) => `
import { itsId, rowAfter, scenario } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { ${created} } from '#events/${context}';
import { create${It} } from '#functions/${context}/commands/create-${aggregate}';
import * as ${context} from '#functions/${context}/manifest';
import { ${row} } from '#functions/${context}/projections/${aggregate}-row';
import { inMemory } from '../support/in-memory.ts';

describe('creating a ${aggregate}', () => {
  const { given } = scenario(create${It});

  test('gives it a name', () => given().when({ name: 'One' }).emits(${created}({ name: 'One' })));

  test('needs a name', () => expect(() => given().when({ name: '  ' })).toThrow('must not be blank'));
});

test('the row of a ${aggregate} begins with its name', () =>
  expect(rowAfter(${row}, ${created}({ name: 'One' }))).toMatchObject({ ${id}: itsId, name: 'One' }));

test('a ${aggregate} is readable and listed as soon as it is created', async () => {
  const { ask } = inMemory(${context});
  const { status, headers, body } = await ask('create${It}', { name: 'One' });
  const { ${id} } = body;
  expect(status).toBe(201);
  expect(headers.location).toBe(\`/v1/${plural(aggregate)}/\${${id}}\`);
  expect((await ask('get${It}', { ${id} })).body).toMatchObject({ ${id}, name: 'One', version: 1 });
  expect((await ask('list${Them}')).body.items).toMatchObject([{ ${id}, name: 'One' }]);
});

test('a ${aggregate} of another organization is not found', async () => {
  const { ask } = inMemory(${context});
  const { ${id} } = (await ask('create${It}', { name: 'One' })).body;
  expect((await ask('get${It}', { ${id} }, { org: 'another' })).body.code).toBe('${aggregate}-not-found');
  expect((await ask('list${Them}', {}, { org: 'another' })).body.items).toEqual([]);
});
`;
