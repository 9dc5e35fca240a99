import { accounts, keptToken, secondFactors } from '@waybill/auth';
import type { Contexts, RecordedEvent } from '@waybill/kernel';
import { publishedEvent } from '@waybill/kernel/messaging/published-event';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as contexts from '#functions/contexts';
import { sendMail } from '#functions/identity/reactions/send-mail';
import { seedSecrets } from '#functions/identity/setup/seed-secrets';
import { authenticator } from '../support/account-authenticator.ts';
import {
  bearer,
  goodPassword,
  identityInMemory,
  linkTo,
  otherPassword,
  storedCookies,
} from '../support/identity-in-memory.ts';

const email = 'ada.byron@example.com';
const name = 'Ada Byron';
const username = 'countess.of.lovelace';
const ip = '203.0.113.77';
const device = 'Firefox/150 (Ada’s own)';
const from = { ip, headers: { 'user-agent': device } };

/** Runs every operation on an account. Gives what must stay secret, and the events and log lines. */
const journey = async () => {
  const lines: string[] = [];
  const quiet = alsoLogTo((line) => void lines.push(line));
  const { platform, events, ask: asked } = identityInMemory();
  await seedSecrets.with(platform)({});
  const secrets: Record<string, string> = { goodPassword, otherPassword, wrong: 'no such password here' };
  const ask: typeof asked = async (call, input = {}, { headers, ...more } = {}) => {
    const sent = { ...more, ip, headers: { ...from.headers, ...headers } };
    const answered = await asked(call, input, sent);
    for (const cookie of storedCookies(answered.cookies)) secrets[`cookie of ${call}`] = cookie.split('=')[1]!;
    for (const field of ['token', 'challenge', 'totpUri', 'device'])
      if (answered.body[field]) secrets[`${field} of ${call} ${Object.keys(secrets).length}`] = answered.body[field];
    for (const code of answered.body.backupCodes ?? []) secrets[`backup code ${code}`] = code;
    return answered;
  };
  const expectStatus = async (status: number, answered: ReturnType<typeof ask>) => {
    expect((await answered).status).toBe(status);
    return answered;
  };

  await expectStatus(202, ask('signUp', { email, password: goodPassword, name, username }));
  await expectStatus(202, ask('signUp', { email, password: otherPassword, name, username }));
  await expectStatus(401, ask('signIn', { email, password: goodPassword }));
  await expectStatus(202, ask('requestVerification', { email }));
  secrets.link = await linkTo(platform, email, 'verification');
  await expectStatus(200, ask('confirmVerification', { token: secrets.link, password: goodPassword }));
  await expectStatus(401, ask('signIn', { email, password: secrets.wrong }));
  await expectStatus(401, ask('signIn', { email: 'unknown@example.com', password: secrets.wrong }));
  const { token } = (await expectStatus(200, ask('signIn', { username, password: goodPassword }))).body;
  secrets.hashOfToken = keptToken(token);
  const me = bearer(token);
  await expectStatus(200, ask('mintToken', {}, me));
  await expectStatus(200, ask('changeMe', { name: 'Ada Lovelace', username: 'ada.lovelace' }, me));
  const enrolled = (await expectStatus(201, ask('enrolSecondFactor', { password: goodPassword }, me))).body;
  const { code } = authenticator(enrolled.totpUri);
  secrets.totp = new URL(enrolled.totpUri).searchParams.get('secret')!;
  const confirmed = (await expectStatus(200, ask('confirmSecondFactor', { code: code() }, me))).body;
  vi.setSystemTime(Date.now() + 60_000);
  const renewing = { password: goodPassword, code: code() };
  await expectStatus(200, ask('renewBackupCodes', renewing, bearer(confirmed.token)));
  vi.setSystemTime(Date.now() + 60_000);
  await expectStatus(202, ask('requestSignInLink', { email }));
  secrets.signInLink = await linkTo(platform, email, 'sign-in-link');
  await expectStatus(200, ask('confirmSignInLink', { token: secrets.signInLink }));
  const { challenge } = (await expectStatus(200, ask('signIn', { email, password: goodPassword }))).body;
  await expectStatus(401, ask('answerChallenge', { challenge, backupCode: 'no-such-code' }));
  await expectStatus(200, ask('answerChallenge', { challenge, code: code() }));
  const change = { currentPassword: goodPassword, newPassword: otherPassword };
  const changed = (await expectStatus(200, ask('changePassword', change, bearer(confirmed.token)))).body;
  const { user } = (await ask('getSession', {}, bearer(changed.token))).body;
  vi.setSystemTime(Date.now() + 60_000);
  const removing = { password: otherPassword, code: code() };
  await expectStatus(200, ask('removeSecondFactor', removing, bearer(changed.token)));
  await expectStatus(202, ask('requestPasswordReset', { email }));
  secrets.reset = await linkTo(platform, email, 'password-reset');
  const [account] = await platform.records.findBy(accounts, 'userId', user.userId);
  secrets.hash = (account!.data as unknown as { password: string }).password;
  await expectStatus(200, ask('confirmPasswordReset', { token: secrets.reset, password: goodPassword }));
  const again = await ask('signIn', { email, password: goodPassword });
  const cookies = storedCookies(again.cookies);
  await expectStatus(401, asked('getMe', {}, { cookies, headers: { 'user-agent': 'Chrome/150' } }));
  expect(await platform.records.findBy(secondFactors, 'userId', user.userId)).toEqual([]);
  quiet();
  return { platform, events, lines, secrets };
};

describe('after every operation on an account', () => {
  let made: Awaited<ReturnType<typeof journey>>;
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    made = await journey();
  });
  afterAll(() => void vi.useRealTimers());

  const publish = publishedEvent(contexts as unknown as Contexts);
  const leaks = (text: string, of: readonly string[]) => of.filter((secret) => text.includes(secret));
  const secretsOf = () => Object.values(made.secrets);
  const personal = () => [email, 'unknown@example.com', name, 'Ada Lovelace', username, 'ada.lovelace', ip, device];

  test('each step is recorded as an event', () => {
    const types = new Set(made.events.map(({ type }: RecordedEvent) => type));
    for (const type of [
      'UserSignedUp',
      'EmailVerified',
      'SignedIn',
      'SignInFailed',
      'ProfileChanged',
      'PasswordChanged',
      'SecondFactorEnabled',
      'SecondFactorDisabled',
      'BackupCodesRenewed',
      'SessionRevoked',
      'MailRequested',
      'SigningKeyAdded',
    ])
      expect(types).toContain(type);
    expect(secretsOf().length).toBeGreaterThan(30);
  });

  test('no event contains a password, token, code or link, or a hash of one', () => {
    const text = JSON.stringify(made.events);
    expect(leaks(text, secretsOf())).toEqual([]);
    expect(leaks(text, [email])).toEqual([email]);
  });

  test('published events contain no personal data', () => {
    const published = JSON.stringify(made.events.map(publish));
    expect(leaks(published, [...secretsOf(), ...personal()])).toEqual([]);
  });

  test('the logs contain no secrets and no personal data', () => {
    expect(made.lines.length).toBeGreaterThan(20);
    expect(leaks(made.lines.join('\n'), [...secretsOf(), ...personal()])).toEqual([]);
  });

  test('a requested mail is sent with its link, and a decoy is not sent', async () => {
    const { platform, events } = made;
    const [sent, queue]: [any[], any] = [
      [],
      { send: async (name: string, { message }: any) => sent.push({ name, message }) },
    ];
    for (const event of events.filter(({ type }) => type === 'MailRequested'))
      await sendMail.with({ ...platform, queue })({
        Records: [{ messageId: 'm', body: JSON.stringify({ detail: publish(event) }) }],
      } as any);
    expect(sent.length).toBeGreaterThan(3);
    for (const { name, message } of sent) {
      expect(name).toBe('account-mails');
      expect(message.to).toBe(email);
      // A notice has no link.
      if (message.link) expect(message.link).toMatch(/^http:\/\/localhost:5173\//);
      else expect(message.purpose).toMatch(/^(new-device|password-changed|second-factor-\w+|backup-codes-renewed)$/);
    }
    expect(sent.filter(({ message }) => message.link).length).toBeGreaterThan(3);
    expect(sent.map(({ message }) => message.purpose)).not.toContain('decoy');
  });
});
