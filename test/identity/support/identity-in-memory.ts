import { isHttp, type Manifest, type Platform, type RecordedEvent, type Stream } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { expect } from 'vitest';
import { linkOf } from '#functions/identity/domain/links/link-of';
import { type Mail, mails } from '#functions/identity/domain/mail/mail';
import * as identity from '#functions/identity/manifest';
import * as organizations from '#functions/organizations/manifest';
import { isDeclared } from '#test/support/http/declared';

export interface Answered {
  readonly status: number;
  readonly body: any;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
}

/** Headers, cookies and address of a request. */
export interface From {
  readonly ip?: string | undefined;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** As a browser stores them: `name=value`. */
  readonly cookies?: readonly string[];
}

const given = {
  host: 'api.waybill.test',
  'user-agent': 'Firefox/150',
  accept: 'application/json',
  'accept-language': 'en-GB',
  'accept-encoding': 'gzip',
};

const manifest = { ...identity, ...organizations };
const functions: Manifest = manifest;
type Name = keyof typeof manifest;

/** A function of identity or organizations, called as API Gateway calls it. */
export const ask = async (
  platform: Platform,
  name: Name,
  input: Record<string, unknown> | string = {},
  { ip = '203.0.113.7', headers = {}, cookies = [] }: From = {},
): Promise<Answered> => {
  const fn = functions[name]!;
  if (!isHttp(fn.definition)) throw new Error(`${name} has no route`);
  const [method, path = ''] = fn.definition.route!.split(' ') as [string, string];
  const all = typeof input === 'string' ? [] : Object.entries(input);
  const inPath = all.filter(([key]) => path.includes(`{${key}}`));
  const rest = all.filter(([key]) => !path.includes(`{${key}}`));
  const body = typeof input === 'string' ? input : rest.length ? JSON.stringify(Object.fromEntries(rest)) : null;
  const sent = {
    ...given,
    'content-type': method === 'GET' ? undefined : 'application/json',
    ...(cookies.length && { cookie: cookies.join('; ') }),
    ...headers,
  };
  const result: any = await fn.with(platform)({
    httpMethod: method,
    pathParameters: Object.fromEntries(inPath),
    multiValueQueryStringParameters:
      method === 'GET' ? Object.fromEntries(rest.map(([key, value]) => [key, [String(value)]])) : null,
    headers: Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)),
    body: method === 'GET' ? null : body,
    requestContext: { identity: { sourceIp: ip } },
  });
  const answer = JSON.parse(result.body);
  isDeclared(fn.definition, result.statusCode, answer.code);
  return {
    status: result.statusCode,
    body: answer,
    headers: result.headers,
    cookies: result.multiValueHeaders?.['set-cookie'] ?? [],
  };
};

/** The same for one platform. */
export const asking =
  (platform: Platform) =>
  (name: Name, input?: Record<string, unknown> | string, from?: From): Promise<Answered> =>
    ask(platform, name, input, from);

/** A platform in memory that collects every event that it records. */
export const identityInMemory = (clock: () => Date = () => new Date()) => {
  const events: RecordedEvent[] = [];
  const platform = memory({ clock, onAppend: (news) => events.push(...news) });
  return { platform, events, ask: asking(platform) };
};

export const goodPassword = 'violet anchors drift slowly';
export const otherPassword = 'seven lanterns under ferns';

/** The mails that are not in the queue yet, the newest first. */
export const unsentMails = async (platform: Platform): Promise<Mail[]> => {
  const found: Mail[] = [];
  for await (const { type, stream } of platform.events.scan(0, 1)) {
    const mail = type === 'MailRequested' && (await platform.records.get(mails, stream.id));
    if (mail && mail.data.purpose !== 'decoy') found.push(mail.data);
  }
  return found.toSorted((a, b) => b.at.localeCompare(a.at));
};

/** The mails to an address, newest first. */
export const mailsTo = async (platform: Platform, to: string): Promise<any[]> =>
  (await unsentMails(platform))
    .filter((mail) => mail.to === to.toLowerCase())
    .map((mail) => ({ ...mail, link: linkOf(mail) }));

/** The token of the last link for that purpose to an address. */
export const linkTo = async (platform: Platform, to: string, purpose: string): Promise<string> => {
  const mail = (await mailsTo(platform, to)).find((mail) => mail.purpose === purpose);
  expect(mail, `a mail for ${purpose}`).toBeDefined();
  return mail.token;
};

let count = 0;
export const someEmail = (): string => `person-${++count}-${Math.random().toString(36).slice(2)}@example.com`;

/** An address in a network of its own. */
export const someIp = (): string =>
  `2001:db8:${(++count).toString(16)}:${Math.floor(Math.random() * 0xffff).toString(16)}::1`;

/** A user with a verified address. The only session is the one from the link. */
export const aUser = async (platform: Platform, more: Record<string, unknown> = {}) => {
  const email = (more.email as string | undefined) ?? someEmail();
  const from = { ip: someIp() };
  const up = await ask(platform, 'signUp', { email, password: goodPassword, name: 'Ada Byron', ...more }, from);
  expect(up.status).toBe(202);
  const token = await linkTo(platform, email, 'verification');
  const proved = await ask(platform, 'confirmVerification', { token }, { ...from, cookies: storedCookies(up.cookies) });
  expect(proved).toMatchObject({ status: 200, body: { status: 'signed-in' } });
  const me = await ask(platform, 'getMe', {}, bearer(proved.body.token));
  return { email, userId: me.body.userId as string, username: me.body.username as string, token: proved.body.token };
};

export const bearer = (token: string): From => ({ headers: { authorization: `Bearer ${token}` } });

/** A browser that has signed in. It keeps its cookies and its `User-Agent`. */
export const storedCookies = (cookies: readonly string[]): string[] => {
  const jar = new Map<string, string>();
  for (const cookie of cookies) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (/; Max-Age=0\b/i.test(cookie)) jar.delete(name);
    else jar.set(name, value);
  }
  return [...jar].map(([name, value]) => `${name}=${value}`);
};

export const signedIn = async (
  platform: Platform,
  email: string,
  more: Record<string, unknown> = {},
  from: From = {},
) => {
  const answered = await ask(platform, 'signIn', { email, password: goodPassword, ...more }, from);
  expect(answered).toMatchObject({ status: 200, body: { status: 'signed-in' } });
  return { ...answered, token: answered.body.token as string, jar: storedCookies(answered.cookies) };
};

export const sessionCookieOf = (cookies: readonly string[]): string =>
  cookies.find((cookie) => cookie.startsWith('__Secure-waybill.session_token='))!;

/** An answer without the parts that differ each time. */
export const comparable = ({ status, body, headers, cookies }: Answered) => {
  const { correlation: _, ...said } = body;
  // What is left of a limit differs from request to request.
  const { 'x-correlation-id': __, ratelimit: ___, ...otherHeaders } = headers;
  return {
    status,
    body: said,
    headers: otherHeaders,
    cookies: cookies.map((cookie) => cookie.replace(/=[\w-]{43};/, '=…;')),
  };
};

/** Appends events to a stream without a decision. */
export const recorded = (stream: Stream, facts: readonly { type: string }[], after = 0): RecordedEvent[] =>
  facts.map((fact, i) => ({
    ...(fact as RecordedEvent),
    stream,
    version: after + i + 1,
    at: '2026-05-04T12:00:00.000Z',
    by: 'a-user',
    commandId: `cause-${after + i}`,
    inputHash: 'asked',
    correlationId: 'correlation',
  }));
