import { type Contexts, type HttpDefinition, isHttp } from '@waybill/kernel/function';
import type { ProblemType } from '@waybill/kernel/problems/problem';
import { gatewayProblems } from '@waybill/kernel/problems/problems';
import { itemProblemsOf, problemsOf } from '@waybill/kernel/problems/problems-of';
import { createDocument } from 'zod-openapi';
import { withExamples } from './examples.ts';
import { headerComponents, headerParameters } from './headers.ts';
import { operationOf } from './operation.ts';
import { type ProblemEntry, problemCatalog, problemSchemas } from './problem-schemas.ts';
import { refusalsWith } from './refusals.ts';
import { schemaOverride } from './schema-override.ts';
import { rankOf, type Tag, tagOf } from './tags.ts';

export type { ProblemEntry } from './problem-schemas.ts';
export type { Tag } from './tags.ts';
export { titleOf } from './title-of.ts';

export interface ApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  readonly tags?: readonly Tag[];
}

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly definition: HttpDefinition;
}

/** Absolute, because importers of other tools read the document from a file. */
const servers = [
  {
    url: '{origin}/v1',
    description: 'A running system; by default the local runtime.',
    variables: { origin: { default: 'http://localhost:3000' } },
  },
];

/** The API as the manifests describe it: OpenAPI 3.1, from the same schemas that validate the input. */
export const openapi = (contexts: Contexts, { tags = [], ...info }: ApiInfo) => {
  const operations = operationsOf(contexts, tags);
  const problems = problemSchemas(problemsIn(contexts));
  const refusals = refusalsWith(problems);
  const paths: Record<string, Record<string, object>> = {};
  for (const { name, method, path, definition } of operations)
    paths[path] = { ...paths[path], [method]: operationOf(name, tagOf(tags, path), definition, problems, refusals) };
  const used = new Set(operations.map(({ path }) => tagOf(tags, path)));
  const document = createDocument(
    {
      openapi: '3.1.0',
      info: { license: { name: 'MIT', identifier: 'MIT' }, ...info },
      servers,
      tags: [...used].map((name) => ({ name, ...describedBy(tags, name) })),
      paths,
      components: {
        securitySchemes,
        headers: headerComponents as never,
        parameters: headerParameters as never,
      },
    },
    { override: schemaOverride },
  );
  return withExamples(document as unknown as ApiDocument, operations);
};

/** An operation of the document, as far as examples are added to it. */
export interface ApiOperation {
  readonly parameters?: readonly { readonly name: string; readonly schema: object; example?: unknown }[];
  readonly requestBody?: {
    readonly content: {
      readonly 'application/json': { readonly schema: { readonly $ref?: string }; example?: unknown };
    };
  };
}

/** What readers of the document rely on. */
export interface ApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, { example?: unknown }>>;
    readonly responses: Readonly<Record<string, object>>;
  };
  readonly [more: string]: unknown;
}

/** Every code that some operation can return. */
export const problemsIn = (contexts: Contexts): readonly ProblemEntry[] => problemCatalog(declaredIn(contexts));

/** … and those that are returned before an operation is found. */
export const allProblems = (contexts: Contexts): readonly ProblemEntry[] =>
  problemCatalog([...declaredIn(contexts), ...gatewayProblems]);

const declaredIn = (contexts: Contexts): readonly ProblemType[] =>
  operationsOf(contexts).flatMap(({ definition }) => [
    ...problemsOf(definition),
    ...(definition.kind === 'bulk' ? itemProblemsOf(definition.of) : []),
  ]);

/** Every function with a route, in the order of the tags. */
const operationsOf = (contexts: Contexts, tags: readonly Tag[] = []): readonly Operation[] =>
  Object.values(contexts)
    .flatMap((manifest) => Object.entries(manifest))
    .flatMap(([name, { definition }]) => {
      if (!isHttp(definition)) return [];
      const [method = '', path = ''] = (definition.route ?? '').split(' ');
      return path ? [{ name, method: method.toLowerCase(), path, definition, rank: rankOf(tags, path, name) }] : [];
    })
    .toSorted(({ rank: a }, { rank: b }) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0));

const describedBy = (tags: readonly Tag[], name: string) => {
  const description = tags.find((tag) => tag.name === name)?.description;
  return description && { description };
};

const securitySchemes = {
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'A token for one organization and one role, valid for 15 minutes: `POST /auth/token` issues one for a session.',
  },
  key: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Api-Key',
    description: 'A key for programs, with a role and the paths that it may call: `POST /api-keys` creates one.',
  },
  session: {
    type: 'http',
    scheme: 'bearer',
    description: 'A session, as `POST /auth/sign-in` returns it: for the account of the user, and to get tokens.',
  },
  cookie: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Secure-waybill.session_token',
    description: 'The same session in a browser.',
  },
} as const;
