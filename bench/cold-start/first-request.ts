import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpDefinition } from '@waybill/kernel';
import { root } from '#lib/constructs/compute/esbuild';
import { sampleOf } from '#test/support/http/sample-of';

const sample = JSON.parse(readFileSync(join(root, 'events/samples/api-query.json'), 'utf8'));

/** A valid request of an owner, as API Gateway passes it on. */
export const firstRequest = ({ route, input, example }: HttpDefinition): object => {
  const [httpMethod, path] = route!.split(' ') as [string, string];
  const values = sampleOf(input, {}, example);
  if (!values) throw new Error(`no input was found that ${route} accepts`);
  const inPath = [...path.matchAll(/{(\w+)}/g)].map(([, name]) => name!);
  const named = (isWanted: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => isWanted(name)));
  const text = (fields: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  const inLists = (fields: Record<string, string>) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [value]]));
  const others = named((name) => !inPath.includes(name));
  const isQuery = httpMethod === 'GET';
  const { authorizer, ...context } = sample.requestContext;
  return {
    ...sample,
    httpMethod,
    path,
    resource: path,
    headers: { ...sample.headers, 'Content-Type': 'application/json' },
    pathParameters: text(named((name) => inPath.includes(name))),
    queryStringParameters: isQuery ? text(others) : null,
    multiValueQueryStringParameters: isQuery ? inLists(text(others)) : null,
    body: isQuery ? null : JSON.stringify(others),
    requestContext: { ...context, httpMethod, resourcePath: path, authorizer: { ...authorizer, role: 'owner' } },
  };
};
