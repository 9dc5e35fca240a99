import { expect, inject } from 'vitest';
import * as z from 'zod';

export interface Answer {
  readonly status: number;
  readonly body: any;
  readonly headers: Headers;
  readonly etag: string | null;
}

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: object }>> }>>;
}

const schemas = new Map<object, z.ZodType>();

/** The schema as a checker, with the few references that the document has put in place. */
const checker = (schema: object): z.ZodType => {
  const known = schemas.get(schema);
  if (known) return known;
  const { components } = inject('waybill').api;
  const whole = JSON.parse(JSON.stringify(schema), (_, value) =>
    value?.$ref === '#/components/schemas/Problem' ? components.schemas.Problem : value,
  );
  const made = z.fromJSONSchema(whole);
  schemas.set(schema, made);
  return made;
};

/** What the document says about a request; a path spelled out goes before one with parameters. */
export const operationOf = (method: string, path: string): Operation | undefined => {
  const { paths } = inject('waybill').api;
  const pattern = (known: string) => new RegExp(`^${known.replace(/{\w+}/g, '[^/]+')}$`);
  const plain = path.split('?')[0]!.replace(/(.)\/$/, '$1');
  const [found] = Object.keys(paths)
    .filter((known) => pattern(known).test(plain))
    .toSorted((a, b) => (a.match(/{/g)?.length ?? 0) - (b.match(/{/g)?.length ?? 0));
  return found === undefined ? undefined : (paths[found]?.[method.toLowerCase()] as Operation | undefined);
};

/** Every answer is as the OpenAPI document says, or a problem as RFC 9457 says; never a failure of ours. */
export const keepsItsWord = (method: string, path: string, { status, body, headers }: Answer) => {
  const asked = `${method} ${path.slice(0, 200)} → ${status}`;
  expect(status, `${asked} ${JSON.stringify(body)}`).toBeLessThan(500);
  expect(headers.get('x-correlation-id'), `${asked} has a correlation`).toBeTruthy();
  if (status >= 300) return isAProblem(asked, { status, body, headers });
  const schema = operationOf(method, path)?.responses[status]?.content?.['application/json']?.schema;
  expect(schema, `${asked} is documented`).toBeDefined();
  expect(headers.get('content-type'), asked).toBe('application/json');
  const { error } = checker(schema!).safeParse(body);
  expect(error?.issues, `${asked} is as documented`).toBeUndefined();
};

const isAProblem = (asked: string, { status, body, headers }: Pick<Answer, 'status' | 'body' | 'headers'>) => {
  expect(headers.get('content-type'), asked).toBe('application/problem+json');
  expect(body, asked).toMatchObject({
    type: `urn:waybill:problem:${body?.code}`,
    title: expect.stringMatching(/^[A-Z][\w -]+$/),
    status,
    code: expect.stringMatching(/^[a-z0-9-]+$/),
    correlation: headers.get('x-correlation-id'),
  });
  if (body.code !== 'invalid-input') return;
  const { errors } = body;
  expect(errors.length, asked).toBeGreaterThan(0);
  for (const error of errors) expect(error).toEqual({ path: expect.any(String), message: expect.any(String) });
};
