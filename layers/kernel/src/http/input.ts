import type { Language } from '@waybill/languages';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type * as z from 'zod';
import { Problem } from '../problems/problem.ts';
import { bodyTooLarge, invalidInput, malformedJson, notJson } from '../problems/problems.ts';

const bodyLimit = 256 * 1024;
const deepest = 64;

/**
 * The input from path, query and body, validated by the function's schema. Throws 400, 413 or 415.
 *
 * @param language called for invalid input only: zod's own messages are in that language
 */
export const inputOf = async <Input extends z.ZodObject>(
  schema: Input,
  takes: 'body' | 'text' | 'query',
  event: APIGatewayProxyEvent,
  language: () => Promise<Pick<Language, 'issue'>>,
): Promise<z.infer<Input>> => {
  const path = event.pathParameters ?? {};
  const given = givenIn[takes](event);
  const stray = [
    ...Object.keys(given).filter((name) => name in path),
    ...(takes === 'query' ? [] : Object.keys(event.queryStringParameters ?? {})),
  ];
  if (stray.length) throw invalid(stray.map((name) => ({ path: name, message: 'is not a known parameter' })));
  const all = { ...given, ...path };
  const { data, error } = schema.safeParse(all);
  if (!error) return data as z.infer<Input>;
  const { issue } = await language();
  const { issues } = (issue && schema.safeParse(all, { error: issue }).error) ?? error;
  throw invalid(issues.flatMap(errorsIn));
};

export const invalid = (errors: readonly { path: string; message: string }[]) => Problem.of(invalidInput({ errors }));

const errorsIn = (issue: z.core.$ZodIssue): { path: string; message: string }[] => {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'is not a known field' }));
  return [{ path: path.join('.'), message: issue.message }];
};

/** A parameter given once is a string, one given several times is an array: only array fields accept the latter. */
const queryOf = ({ multiValueQueryStringParameters: all }: APIGatewayProxyEvent): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(all ?? {}).map(([name, values]) => [name, values?.length === 1 ? values[0] : values]),
  );

const textOf = ({ body, isBase64Encoded }: APIGatewayProxyEvent): string => {
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > bodyLimit) throw Problem.of(bodyTooLarge({ limit: bodyLimit }));
  return isBase64Encoded ? utf8(bytes) : (body ?? '');
};

const bodyOf = (event: APIGatewayProxyEvent): Record<string, unknown> => {
  if (!event.body) return {};
  const bytes = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > bodyLimit) throw Problem.of(bodyTooLarge({ limit: bodyLimit }));
  const type = event.headers?.['content-type'] ?? '';
  if (!/^application\/(json|[\w.-]+\+json)\s*(;|$)/i.test(type)) throw Problem.of(notJson({ contentType: type }));
  const json = parse(event.isBase64Encoded ? utf8(bytes) : event.body);
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw invalid([{ path: '', message: 'must be a JSON object' }]);
  return json as Record<string, unknown>;
};

const givenIn = { body: bodyOf, text: (event: APIGatewayProxyEvent) => ({ body: textOf(event) }), query: queryOf };

const utf8 = (bytes: Buffer) => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw Object.assign(Problem.of(malformedJson({ detail: 'The body is not UTF-8.' })), { cause });
  }
};

const parse = (body: string): unknown => {
  try {
    const value = JSON.parse(body);
    const twice = repeatedKey(body);
    if (twice === undefined) return value;
    throw invalid([{ path: twice, message: 'is given twice' }]);
  } catch (error) {
    throw error instanceof SyntaxError ? Problem.of(malformedJson()) : error;
  }
};

/**
 * JSON.parse silently keeps the last of two equal keys; two equal keys are a mistake of the client. Input nested too
 * deeply is refused: only JSON.parse could process it without a stack overflow.
 */
const repeatedKey = (json: string): string | undefined => {
  const open: (Set<string> | undefined)[] = [];
  let text = '';
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (open.length > deepest) throw Problem.of(malformedJson({ detail: 'The body is nested too deeply.' }));
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token !== ':') text = token;
    else {
      const key = JSON.parse(text) as string;
      if (open.at(-1)?.has(key)) return key;
      open.at(-1)?.add(key);
    }
  }
  return undefined;
};
