import type { HttpRequest } from '@waybill/kernel';

const passed = ['authorization', 'cookie', 'user-agent', 'accept'];

/** Whether a request has a bearer token. Then its cookies are ignored. */
export const showsToken = ({ header }: Pick<HttpRequest<unknown>, 'header'>): boolean =>
  /^bearer /i.test(header('authorization') ?? '');

/** The bearer token of a request. */
export const bearerToken = ({ header }: Pick<HttpRequest<unknown>, 'header'>): string | undefined =>
  /^bearer +(\S+)$/i.exec(header('authorization') ?? '')?.[1];

/** `Headers` refuses other characters and line breaks. */
const asBytes = (value: string) => value.replace(/[^\t\x20-\x7e\xa0-\xff]/g, '?');

/** The request headers that the library needs. */
export const headersOf = (request: Pick<HttpRequest<unknown>, 'header'>): Headers => {
  const unused = showsToken(request) ? 'cookie' : 'authorization';
  const names = passed.filter((name) => name !== unused && request.header(name) !== undefined);
  return new Headers(names.map((name): [string, string] => [name, asBytes(request.header(name)!)]));
};
