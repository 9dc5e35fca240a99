import type { IncomingMessage } from 'node:http';

/** Host names of this machine for its browsers. */
const loopback = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether a request names one of our hosts. A web page can let its host name resolve to 127.0.0.1 (DNS
 * rebinding) and so read every response, but it cannot make a browser send another host name than its own.
 */
export const hostCheck = (more: readonly string[] = []) => {
  const known = new Set([...loopback, ...more.map((name) => name.toLowerCase())]);
  return (request: IncomingMessage): boolean => known.has(nameIn(authorityOf(request)));
};

/** An absolute request target takes precedence over the header (RFC 9112 §3.2.2). */
const authorityOf = ({ url = '', headers }: IncomingMessage): string =>
  /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? headers.host ?? '';

const nameIn = (authority: string) => authority.toLowerCase().replace(/:\d*$/, '');
