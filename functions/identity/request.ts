import type { HttpRequest } from '@waybill/kernel';

const passed = ['authorization', 'cookie', 'user-agent', 'accept'];

/** Whoever shows a token is asked for nothing else: a cookie beside it is not looked at. */
export const showsToken = ({ header }: Pick<HttpRequest<unknown>, 'header'>): boolean =>
  /^bearer /i.test(header('authorization') ?? '');

/** Whatever was sent: `Headers` take no other letters, nor line breaks. */
const asBytes = (value: string) => value.replace(/[^\t\x20-\x7e\xa0-\xff]/g, '?');

/** What the library is told of a request. */
export const headersOf = (request: Pick<HttpRequest<unknown>, 'header'>): Headers => {
  const unused = showsToken(request) ? 'cookie' : 'authorization';
  const names = passed.filter((name) => name !== unused && request.header(name) !== undefined);
  return new Headers(names.map((name): [string, string] => [name, asBytes(request.header(name)!)]));
};
