import type { IncomingMessage } from 'node:http';

/** Names by which a browser on this machine reaches it. */
const loopback = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether a request names one of our hosts. A page on the internet can let its own name resolve to 127.0.0.1 (DNS
 * rebinding) and so read every answer, but it cannot make a browser send another host than its own.
 */
export const hostCheck = (more: readonly string[] = []) => {
  const known = new Set([...loopback, ...more.map((name) => name.toLowerCase())]);
  return (request: IncomingMessage): boolean => known.has(nameIn(authorityOf(request)));
};

/** An absolute request target goes before the header (RFC 9112 §3.2.2). */
const authorityOf = ({ url = '', headers }: IncomingMessage): string =>
  /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? headers.host ?? '';

const nameIn = (authority: string) => authority.toLowerCase().replace(/:\d*$/, '');
