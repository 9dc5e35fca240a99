import { describe, expect, test } from 'vitest';
import * as contexts from '#functions/contexts';
import { functionsOf } from '#scripts/local/functions';
import { routes } from '#scripts/local/http/routes';

const known = functionsOf(contexts as any, 'local').endpoints.map(({ fn }) => fn.definition.route as string);
const find = routes(known.map((route) => [route, route] as const));
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const pathOf = (route: string) => route.slice(route.indexOf(' ') + 1);

test('a method that a literal path lacks is not looked up below a parameter', () => {
  expect(find('PUT', '/deliveries/bulk/status')).toEqual({ allowed: ['POST'] });
  expect(find('POST', '/deliveries/bulk/status')).toMatchObject({ target: 'POST /deliveries/bulk/status' });
  expect(find('PUT', '/deliveries/1/status')).toMatchObject({ parameters: [['deliveryId', '1']] });
});

describe('a literal path that also matches a path with a parameter', () => {
  const isReadBy = (literal: string) => (pattern: string) =>
    pattern !== literal && new RegExp(`^${pattern.replace(/{\w+}/g, '[^/]+')}$`).test(literal);
  const paths = [...new Set(known.map(pathOf))];
  const ambiguous = paths.filter((path) => !path.includes('{') && paths.some(isReadBy(path)));

  test('exists several times', () => expect(ambiguous).toContain('/deliveries/bulk/status'));

  test.each(ambiguous)('%s accepts only its own methods', (path) => {
    const own = methods.filter((method) => known.includes(`${method} ${path}`));
    for (const method of methods) {
      const expected = own.includes(method) ? { target: `${method} ${path}` } : { allowed: expect.anything() };
      expect(find(method, path)).toMatchObject(expected);
    }
    expect(find('BREW', path)).toEqual({ allowed: expect.toSatisfy((allowed) => allowed.length === own.length) });
  });
});
