import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contexts } from '@waybill/kernel';
import { describe, expect, test } from 'vitest';
import { exampleIds } from '#events/examples';
import * as contexts from '#functions/contexts';
import { gatewayResponses } from '#lib/constructs/api/gateway-responses';
import { apiFiles } from '#scripts/api/api-files';
import { apiInfo } from '#scripts/api/api-info';
import { demoPassword, demoPeople } from '#scripts/demo/demo-people';
import { openapi } from '#scripts/openapi/index';
import { httpOf } from '#test/support/http/definitions';

const home = join(import.meta.dirname, '../..');
const { paths, components, tags } = openapi(contexts as Contexts, apiInfo()) as any;
const operations = Object.entries<any>(paths).flatMap(([path, methods]) =>
  Object.entries<any>(methods).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })),
);
const definitions = Object.values(contexts as Contexts)
  .flatMap((manifest) => Object.values(manifest))
  .flatMap(({ definition }) => httpOf(definition) ?? [])
  .filter(({ route }) => route);

describe('the files that describe the API', () => {
  test.each(Object.entries(apiFiles(contexts as Contexts)))('%s is up to date', (path, text) => {
    const kept = readFileSync(join(home, path), 'utf8');
    expect(kept === text, `${path} is out of date: run \`npm run openapi\` and commit what it writes`).toBe(true);
  });

  test('the page of problems has every code, those of API Gateway included', () => {
    const page = readFileSync(join(home, 'docs/api/problems.md'), 'utf8');
    const documented = new Set([...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code));
    const urns = JSON.stringify(components.schemas).matchAll(/urn:waybill:problem:([a-z-]+)/g);
    const ofGateway = gatewayResponses.map(({ responseTemplates }) =>
      JSON.parse(responseTemplates['application/json']),
    );
    const codes = [...[...urns].map(([, code]) => code), ...ofGateway.map(({ code }) => code)];
    expect(codes.filter((code) => !documented.has(code))).toEqual([]);
  });
});

describe('an example', () => {
  const given = definitions.filter(({ example }) => example);

  test.each(given)('of $route is valid input of the operation', ({ input, example }) => {
    expect(input.safeParse(example).error?.issues).toBeUndefined();
  });

  test.each(given)('of $route has only ids that are declared as examples', ({ example }) => {
    const ids = JSON.stringify(example).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
    expect(ids.filter((id) => !Object.values<string>(exampleIds).includes(id))).toEqual([]);
  });
});

test('every operation has a unique summary, and a tag with a description', () => {
  const headings = operations.map(({ operation }) => operation.summary);
  expect(headings.toSorted()).toEqual([...new Set(headings)].toSorted());
  const described = tags.filter(({ description }: any) => description).map(({ name }: any) => name);
  const undescribed = operations.filter(
    ({ route, operation }) => !described.includes(operation.tags[0]) && !/dev/.test(route),
  );
  expect(undescribed.map(({ route }) => route)).toEqual([]);
});

describe('importers of API tools', () => {
  const document = openapi(contexts as Contexts, apiInfo()) as any;

  test('find an absolute URL in the file, at which the local runtime responds', () => {
    const [{ url, variables }] = document.servers;
    expect(url.replace('{origin}', variables.origin.default)).toBe('http://localhost:3000/v1');
    // swagger-parser, which Insomnia uses, refuses any more than this.
    expect(variables).toEqual({ origin: { default: 'http://localhost:3000' } });
  });

  test('find the same example of a body beside it and in its schema', () => {
    const bodies = operations.flatMap(({ route, operation }) => {
      const content = operation.requestBody?.content['application/json'];
      return content ? [{ route, content }] : [];
    });
    const without = bodies.filter(({ content }) => !content.example).map(({ route }) => route);
    // The end of a consent must lie within the next 30 days, which no example stays within; the event of a provider is signed.
    expect(without.toSorted()).toEqual(['POST /emulation-consents', 'POST /provider-events/resend']);
    for (const { route, content } of bodies.filter(({ content }) => content.example)) {
      expect(document.components.schemas[content.schema.$ref.split('/').at(-1)].example, route).toEqual(
        content.example,
      );
    }
  });

  test('find one bearer scheme first wherever credentials are required', () => {
    for (const { route, operation } of operations.filter(({ operation }) => operation.security.length)) {
      const [name] = Object.keys(operation.security[0]);
      expect(document.components.securitySchemes[name!], route).toMatchObject({ type: 'http', scheme: 'bearer' });
    }
  });

  test('show first how to sign in, as a member of the demo organization', () => {
    const [{ route, operation }] = operations as [(typeof operations)[number]];
    expect(route).toBe('POST /auth/sign-in');
    const { email, password } = operation.requestBody.content['application/json'].example;
    expect(demoPeople.map((person) => person.email)).toContain(email);
    expect(password).toBe(demoPassword);
  });
});

test('every property, parameter and header is described', () => {
  const document = openapi(contexts as Contexts, apiInfo()) as any;
  const resolved = (it: any) =>
    it?.$ref
      ? (it.$ref as string)
          .slice(2)
          .split('/')
          .reduce((part, key) => part[key], document)
      : it;
  const isDescribed = (it: any) => Boolean(it.description ?? resolved(it).description);
  const missing: string[] = [];
  const check = (path: string, named: [string, any][]) =>
    missing.push(...named.flatMap(([name, it]) => (isDescribed(it) ? [] : `${path}/${name}`)));
  const walk = (path: string, it: any): void => {
    if (typeof it !== 'object' || it === null) return;
    // Without a type it is a constraint on properties that are described beside it.
    if (it.properties && it.type === 'object') check(`${path}/properties`, Object.entries(it.properties));
    if (Array.isArray(it.parameters))
      check(
        path,
        it.parameters.map((each: any) => [resolved(each).name, each]),
      );
    if (path.startsWith('/paths/') || path.startsWith('/components/responses/'))
      check(`${path}/headers`, Object.entries(it.headers ?? {}));
    for (const [key, part] of Object.entries(it))
      if (!['example', 'examples', 'default'].includes(key) || path.endsWith('/properties'))
        walk(`${path}/${key}`, part);
  };
  walk('', document);
  check('/components/headers', Object.entries(document.components.headers ?? {}));
  expect(missing).toEqual([]);
});

test('responses allow new fields, and requests refuse unknown ones', () => {
  const bodies = new Set(
    operations.map(({ operation }) =>
      operation.requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1),
    ),
  );
  for (const [name, schema] of Object.entries<any>(components.schemas)) {
    if (bodies.has(name)) expect(schema.additionalProperties, name).toBe(false);
    else if (!name.endsWith('Input'))
      expect(JSON.stringify(schema), name).not.toContain('"additionalProperties":false');
  }
});
