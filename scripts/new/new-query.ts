import { type Change, create, edit, read } from './change.ts';
import { withLine } from './edits.ts';
import { oneOf, Refused } from './refused.ts';
import { type Aggregate, aggregateIn, type ReadModel, readModelsIn, routeOf, sampleOf, tagged } from './system.ts';
import { camel, sentence } from './words.ts';

interface Options {
  readonly context: string;
  readonly projection?: string | undefined;
  readonly route?: string | undefined;
  readonly role: string;
}

/** A query for one row of a read model, or for a page of rows if the name begins with `list-`. */
export const newQuery = (name: string, { context, role, route, ...options }: Options): readonly Change[] => {
  const { rows, aggregate } = answering(context, options.projection);
  const isList = name.startsWith('list-');
  const path = isList ? `/${about(name)}` : [aggregate.path, segmentOf(name, aggregate.name)].filter(Boolean).join('/');
  const on = routeOf(route ?? `GET ${path}`, ['GET'], isList ? [] : [aggregate.idField]);
  const row = rowOf(context, rows);
  const source = isList ? listOf(name, on, role, rows, row) : oneRowOf(name, on, role, rows, row, aggregate);
  const changes = edit(
    [
      create(`functions/${context}/queries/${name}.ts`, source),
      create(`test/${context}/${name}.test.ts`, isList ? testOfList(name, aggregate) : testOfRow(name, aggregate)),
    ],
    `functions/${context}/manifest.ts`,
    withLine(`export { ${camel(name)} } from './queries/${name}.ts';`),
  );
  return tagged(changes, on);
};

/** `list-parcels` → `parcels` */
const about = (name: string) => name.replace(/^[a-z0-9]+-?/, '');

/** `get-vehicle-card` → `card`; `get-vehicle` → `undefined`. */
const segmentOf = (name: string, aggregate: string) =>
  about(name) === aggregate ? '' : about(name).replace(new RegExp(`^${aggregate}-`), '');

/** The read model, and the aggregate of its rows: one row for each. */
const answering = (context: string, projection: string | undefined) => {
  const all = readModelsIn(context).filter(({ definition: { key } }) => !key);
  const [only] = all.length === 1 ? all : [];
  const name = oneOf(
    'projection',
    projection ?? only?.name,
    all.map((it) => it.name),
  );
  const rows = all.find((it) => it.name === name)!;
  return { rows, aggregate: aggregateIn(context, rows.definition.of.name) };
};

/** The schema of its rows: its name and its module. */
const rowOf = (context: string, { exported, file }: ReadModel) => {
  const source = read(`functions/${context}/${file}`);
  const [, schema] = new RegExp(`const ${exported} = \\w+<(\\w+)>`).exec(source) ?? [];
  if (!schema)
    throw new Refused(`functions/${context}/${file} does not say projection<Row>: write this query by hand.`);
  const [, module = `../${file}`] = new RegExp(`import {[^}]*\\b${schema}\\b[^}]*} from '([^']+)'`).exec(source) ?? [];
  return { schema, module };
};

const imports = (rows: ReadModel, { schema, module }: { schema: string; module: string }) =>
  module === `../${rows.file}`
    ? `import { ${schema}, ${rows.exported} } from '../${rows.file}';`
    : `import { ${schema} } from '${module}';\nimport { ${rows.exported} } from '../${rows.file}';`;

const oneRowOf = (
  name: string,
  route: string,
  role: string,
  rows: ReadModel,
  row: ReturnType<typeof rowOf>,
  { name: aggregate, idField }: Aggregate,
) => `
import { id, query, versioned, z } from '@waybill/kernel';
${imports(rows, row)}

export const ${camel(name)} = query({
  summary: '${sentence(name)}',
  route: '${route}',
  role: '${role}',
  of: '${aggregate}',
  input: z.strictObject({ ${idField}: id().describe('The ${aggregate.replaceAll('-', ' ')}.') }),
  output: versioned(${row.schema}),
  reads: { rows: ${rows.exported} },

  answer: ({ ${idField} }, { rows }) => rows.get(${idField}),
});
`;

const listOf = (name: string, route: string, role: string, rows: ReadModel, row: ReturnType<typeof rowOf>) => {
  const whole = Object.entries<unknown>(rows.definition.indexes ?? {}).find(([, by]) => String(by).includes("['',"));
  if (!whole) throw new Refused(`${rows.name} has no list of all its rows: give its projection one, by ''.`);
  return `
import { page, pageOf, query, z } from '@waybill/kernel';
${imports(rows, row)}

export const ${camel(name)} = query({
  summary: '${sentence(name)}',
  route: '${route}',
  role: '${role}',
  input: z.strictObject({ ...page }),
  output: pageOf(${row.schema}),
  reads: { rows: ${rows.exported} },

  answer: ({ limit, cursor }, { rows }) => rows.list('${whole[0]}', { limit, cursor, filters: {} }),
});
`;
};

const begin = ({ context, name, begins }: Aggregate) => `
import { itsId, recorded } from '@waybill/kernel/testing';
import { expect, test } from 'vitest';
import { ${begins.type} } from '#events/${context}';
import * as ${context} from '#functions/${context}/manifest';
import { inMemory, orgId } from '../support/in-memory.ts';

const ${camel(context)}System = async () => {
  const { platform, ask } = inMemory(${context});
  const begun = ${sampleOf(begins)};
  await platform.events.commit({
    org: orgId,
    appends: recorded([begun], { context: '${context}', aggregate: '${name}' }),
  });
  return ask;
};
`;

const testOfRow = (name: string, aggregate: Aggregate) => `${begin(aggregate)}
test('${camel(name)} returns the row', async () => {
  const ask = await ${camel(aggregate.context)}System();
  const { status, body } = await ask('${camel(name)}', { ${aggregate.idField}: itsId });
  expect(status).toBe(200);
  expect(body).toMatchObject({ ${aggregate.idField}: itsId, version: 1 });
});

test('${camel(name)} refuses an unknown id', async () => {
  const ask = await ${camel(aggregate.context)}System();
  expect(await ask('${camel(name)}', { ${aggregate.idField}: orgId })).toMatchObject({
    status: 404,
    body: { code: '${aggregate.name}-not-found' },
  });
});
`;

const testOfList = (name: string, aggregate: Aggregate) => `${begin(aggregate)}
test('${camel(name)} returns the rows of the organization', async () => {
  const ask = await ${camel(aggregate.context)}System();
  expect((await ask('${camel(name)}')).body.items).toMatchObject([{ ${aggregate.idField}: itsId }]);
  expect((await ask('${camel(name)}', {}, { org: 'another' })).body.items).toEqual([]);
});
`;
