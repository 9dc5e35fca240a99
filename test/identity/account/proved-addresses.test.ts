import { accounts, type User, users } from '@waybill/auth';
import { declares, newId, type Platform } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { describe, expect, test } from 'vitest';
import { signUps } from '#functions/identity/domain/account/sign-ups';
import { onEveryPlatform } from '../../kernel/support/platforms.ts';
import {
  ask,
  aUser,
  bearer,
  goodPassword,
  identityInMemory,
  linkTo,
  mailsTo,
  otherPassword,
  someEmail,
  someIp,
  storedCookies,
} from '../support/identity-in-memory.ts';
import { inUnit } from '../support/in-unit.ts';

const ownersPassword = goodPassword;
const attackersPassword = otherPassword;
const thirdPassword = 'nine pebbles beside the well';

const signUp = async (platform: Platform, email: string, password: string, more: Record<string, unknown> = {}) => {
  const answered = await ask(platform, 'signUp', { email, password, name: 'Ada Byron', ...more }, { ip: someIp() });
  expect(answered.status).toBe(202);
  const [mail] = (await mailsTo(platform, email)).filter(({ purpose }) => purpose === 'verification');
  return { link: mail?.token as string, browser: { cookies: storedCookies(answered.cookies), ip: someIp() } };
};
const opens = async (platform: Platform, email: string, password: string) =>
  (await ask(platform, 'signIn', { email, password }, { ip: someIp() })).status;

onEveryPlatform((open, where) => {
  test(`the user who verifies the address sets the password, even after a sign-up by a stranger (${where})`, async () => {
    const platform = await open();
    const email = someEmail();
    const attackers = await signUp(platform, email, attackersPassword, { name: 'Eve', username: 'his.choice' });
    const owners = await signUp(platform, email, ownersPassword, { username: 'her.choice' });
    expect(await opens(platform, email, attackersPassword)).toBe(401);
    expect(await opens(platform, email, ownersPassword)).toBe(401);
    const proved = await ask(platform, 'confirmVerification', { token: owners.link }, owners.browser);
    expect(proved.status).toBe(200);
    expect((await ask(platform, 'getMe', {}, bearer(proved.body.token))).body).toMatchObject({
      name: 'Ada Byron',
      username: 'her.choice',
    });
    expect(await opens(platform, email, ownersPassword)).toBe(200);
    expect(await opens(platform, email, attackersPassword)).toBe(401);
    const late = { token: attackers.link, password: attackersPassword };
    expect((await ask(platform, 'confirmVerification', late, attackers.browser)).status).toBe(410);
    expect(await opens(platform, email, attackersPassword)).toBe(401);
  });

  test(`the link of a stranger’s sign-up does not activate the stranger’s password (${where})`, async () => {
    const platform = await open();
    const email = someEmail();
    const attackers = await signUp(platform, email, attackersPassword);
    const bare = await ask(platform, 'confirmVerification', { token: attackers.link }, { ip: someIp() });
    expect(bare).toMatchObject({
      status: 400,
      body: { code: 'invalid-input', mistake: 'needed', errors: [{ path: 'password' }] },
      cookies: [],
    });
    const proved = await ask(platform, 'confirmVerification', { token: attackers.link, password: ownersPassword });
    expect(proved.status).toBe(200);
    expect(await opens(platform, email, attackersPassword)).toBe(401);
    expect(await opens(platform, email, ownersPassword)).toBe(200);
  });

  test(`of two links for one address that are used at once, one creates the account (${where})`, async () => {
    const platform = await open();
    const email = someEmail();
    const one = await signUp(platform, email, ownersPassword, { username: 'one.wish' });
    const two = await signUp(platform, email, attackersPassword, { username: 'another.wish' });
    const answers = await Promise.all(
      [one, two].map(({ link, browser }) => ask(platform, 'confirmVerification', { token: link }, browser)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status } of answers) expect([200, 409, 410]).toContain(status);
    const first = answers[0]!.status === 200;
    expect(await opens(platform, email, ownersPassword)).toBe(first ? 200 : 401);
    expect(await opens(platform, email, attackersPassword)).toBe(first ? 401 : 200);
  });

  test(`a sign-up that runs while the address is verified leaves nothing behind (${where})`, async () => {
    const platform = await open();
    for (let i = 0; i < 5; i++) {
      const email = someEmail();
      const { link, browser } = await signUp(platform, email, ownersPassword);
      const signingUp = { email, password: attackersPassword, name: 'Eve' };
      const [proved, late] = await Promise.all([
        ask(platform, 'confirmVerification', { token: link }, browser),
        ask(platform, 'signUp', signingUp, { ip: someIp() }),
      ]);
      expect(proved.status).toBe(200);
      expect(late.status).toBe(202);
      const links = (await mailsTo(platform, email)).filter(({ purpose }) => purpose === 'verification');
      for (const { token } of links)
        expect((await ask(platform, 'confirmVerification', { token, password: thirdPassword })).status).toBe(410);
      expect(await opens(platform, email, ownersPassword)).toBe(200);
      for (const password of [attackersPassword, thirdPassword])
        expect(await opens(platform, email, password)).toBe(401);
    }
  });

  test(`two simultaneous verifications with one username create different usernames (${where})`, async () => {
    const platform = await open();
    const [ada, eve] = [someEmail(), someEmail()];
    const wish = { username: 'The.Same' };
    const one = await signUp(platform, ada, ownersPassword, wish);
    const other = await signUp(platform, eve, attackersPassword, wish);
    const answers = await Promise.all(
      [one, other].map(({ link, browser }) => ask(platform, 'confirmVerification', { token: link }, browser)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const names = await Promise.all(
      answers.map(async ({ body }) => (await ask(platform, 'getMe', {}, bearer(body.token))).body.username),
    );
    expect(new Set(names).size).toBe(2);
    expect(names).toContain('the.same');
  });
});

describe('a sign-up whose address is not verified', () => {
  test('does not reserve its username', async () => {
    const { platform, ask } = identityInMemory();
    await signUp(platform, someEmail(), ownersPassword, { username: 'wanted' });
    await signUp(platform, someEmail(), ownersPassword, { username: 'wanted' });
    const third = await aUser(platform, { username: 'wanted' });
    expect(third.username).toBe('wanted');
    const fourth = { email: someEmail(), password: ownersPassword, name: 'Eve', username: 'WANTED' };
    expect(await ask('signUp', fourth)).toMatchObject({ status: 409, body: { code: 'username-taken' } });
  });

  test('does not reveal by its username whether the address has an account', async () => {
    const { platform, ask } = identityInMemory();
    const known = await aUser(platform);
    for (const email of [known.email, someEmail()]) {
      const probe = `probe.${email.length}.${email.charCodeAt(7)}`;
      const first = await ask('signUp', { email, password: ownersPassword, name: 'Eve', username: probe });
      const second = await ask('signUp', {
        email: someEmail(),
        password: ownersPassword,
        name: 'Eve',
        username: probe,
      });
      expect([first.status, second.status]).toEqual([202, 202]);
    }
    const taken = { password: ownersPassword, name: 'Eve', username: known.username };
    for (const email of [known.email, someEmail()]) expect((await ask('signUp', { ...taken, email })).status).toBe(409);
  });

  test('does not reveal by a sign-in whether the address has an account', async () => {
    const { platform, ask } = identityInMemory();
    const known = await aUser(platform);
    for (const email of [known.email, someEmail()]) {
      await ask('signUp', { email, password: attackersPassword, name: 'Eve' });
      const answered = await ask('signIn', { email, password: attackersPassword });
      expect(answered).toMatchObject({ status: 401, body: { code: 'wrong-credentials' } });
    }
  });

  test('is not an account: no password reset, no sign-in link, and the address is free', async () => {
    const { platform, ask } = identityInMemory();
    const email = someEmail();
    await signUp(platform, email, attackersPassword);
    for (const call of ['requestPasswordReset', 'requestSignInLink'] as const) await ask(call, { email });
    expect((await mailsTo(platform, email)).map(({ purpose }) => purpose)).toEqual(['verification']);
    expect((await ask('getEmailAvailability', { email })).body).toEqual({ available: true });
    expect(await platform.records.findByUnique(users, 'email', email)).toBeUndefined();
  });

  test('gets its own link again in its browser; another browser gets the link of the last sign-up', async () => {
    const { platform, ask } = identityInMemory();
    const email = someEmail();
    const owners = await signUp(platform, email, ownersPassword, { name: 'Ada' });
    await signUp(platform, email, attackersPassword, { name: 'Eve' });
    const nextMail = async (from?: typeof owners.browser) => {
      const before = (await mailsTo(platform, email)).map(({ mailId }) => mailId);
      await ask('requestVerification', { email }, from);
      const news = (await mailsTo(platform, email)).filter(({ mailId }) => !before.includes(mailId));
      expect(news).toHaveLength(1);
      return news[0];
    };
    expect(await nextMail()).toMatchObject({ name: 'Eve' });
    const mail = await nextMail(owners.browser);
    expect(mail).toMatchObject({ name: 'Ada' });
    expect((await ask('confirmVerification', { token: mail.token }, owners.browser)).status).toBe(200);
    expect(await opens(platform, email, ownersPassword)).toBe(200);
  });

  test('is replaced by another sign-up in the same browser', async () => {
    const { platform, ask } = identityInMemory();
    const email = someEmail();
    const first = await signUp(platform, email, ownersPassword);
    const again = await ask(
      'signUp',
      { email, password: thirdPassword, name: 'Ada Byron' },
      { ...first.browser, ip: someIp() },
    );
    const newer = await linkTo(platform, email, 'verification');
    const browser = { cookies: storedCookies(again.cookies) };
    expect((await ask('confirmVerification', { token: first.link }, browser)).status).toBe(410);
    expect((await ask('confirmVerification', { token: newer }, browser)).status).toBe(200);
    expect(await opens(platform, email, thirdPassword)).toBe(200);
    expect(await opens(platform, email, ownersPassword)).toBe(401);
  });

  test('is not displaced by other sign-ups with the same address', async () => {
    const { platform, ask } = identityInMemory();
    const email = someEmail();
    const owners = await signUp(platform, email, ownersPassword);
    for (let i = 0; i < 20; i++)
      await ask('signUp', { email, password: attackersPassword, name: 'Eve' }, { ip: someIp() });
    expect(await mailsTo(platform, email)).toHaveLength(5);
    expect((await ask('confirmVerification', { token: owners.link }, owners.browser)).status).toBe(200);
    expect(await opens(platform, email, ownersPassword)).toBe(200);
  });

  test('refuses a weak password and leaves the link valid', async () => {
    const { platform, ask } = identityInMemory();
    const email = someEmail();
    const { link } = await signUp(platform, email, attackersPassword);
    const weak = await ask('confirmVerification', { token: link, password: '123456789012' });
    expect(weak).toMatchObject({ status: 400, body: { mistake: 'digits-only', errors: [{ path: 'password' }] } });
    expect((await ask('confirmVerification', { token: link, password: ownersPassword })).status).toBe(200);
  });

  test('is stored without the secrets that give access to it', async () => {
    const { platform } = identityInMemory();
    const email = someEmail();
    const { link, browser } = await signUp(platform, email, ownersPassword);
    const [id, secret] = link.split('.') as [string, string];
    const kept = JSON.stringify(await platform.records.get(signUps, id));
    for (const open of [secret, ownersPassword, browser.cookies[0]!.split('=')[1]!]) expect(kept).not.toContain(open);
  });
});

describe('a username or address that is taken right before the account is created', () => {
  /** A concurrent request that takes the username (or, at the end, the address) before it is written, so many times. */
  const raced = (times: number, last: 'username' | 'email' = 'username') => {
    const platform = memory();
    const { commit } = platform.events;
    let left = 0;
    const taken: string[] = [];
    const rival = async (what: Parameters<typeof commit>[0]) => {
      const change = left > 0 && what.records?.find(({ store, after }) => store.name === users.name && after);
      if (change) {
        const { username, email } = change.after!.data as User;
        const names = --left === 0 && last === 'email' ? { email } : { email: someEmail(), username };
        taken.push(username!);
        const at = new Date().toISOString();
        const data = { id: newId(), name: 'Eve', emailVerified: true, createdAt: at, updatedAt: at, ...names };
        await commit({ records: [{ store: users, id: data.id, before: undefined, after: { data } }] });
      }
      return commit(what);
    };
    const system = { ...platform, events: { ...platform.events, commit: rival } };
    const race = () => {
      left = times;
    };
    return { platform: system, taken, race };
  };
  const waits = async ({ platform, race }: ReturnType<typeof raced>) => {
    const email = someEmail();
    const { link, browser } = await signUp(platform, email, ownersPassword, { username: 'wanted' });
    race();
    return { email, confirm: () => ask(platform, 'confirmVerification', { token: link }, browser) };
  };

  test.each([1, 2, 4])('%i times: the account gets another username', async (times) => {
    const system = raced(times);
    const { confirm } = await waits(system);
    const proved = await confirm();
    expect(proved.status).toBe(200);
    expect(system.taken).toHaveLength(times);
    const me = await ask(system.platform, 'getMe', {}, bearer(proved.body.token));
    expect(system.taken).not.toContain(me.body.username);
  });

  test('every time: the answer is 409, and the link stays valid', async () => {
    const system = raced(5);
    const { email, confirm } = await waits(system);
    expect(await confirm()).toMatchObject({ status: 409, body: { code: 'busy-try-again' }, cookies: [] });
    expect(await opens(system.platform, email, ownersPassword)).toBe(401);
    expect((await confirm()).status).toBe(200);
  });

  test('is answered 410 if it is the address, also after a conflict of usernames', async () => {
    for (const times of [1, 2]) {
      const { confirm } = await waits(raced(times, 'email'));
      expect(await confirm()).toMatchObject({ status: 410, body: { code: 'link-used' }, cookies: [] });
    }
  });
});

test('an unverified account belongs to the user who verifies its address', async () => {
  const { platform, ask } = identityInMemory();
  const email = someEmail();
  const { link, browser } = await signUp(platform, email, ownersPassword);
  const at = new Date().toISOString();
  const old = { id: 'old', email, name: 'Eve', emailVerified: false, createdAt: at, updatedAt: at };
  const { password } = await hashOfHis();
  await inUnit(platform, declares({ writes: { users, accounts } }), async ({ users, accounts }) => {
    await users.put('old', old);
    const account = { id: 'a', userId: 'old', accountId: 'old', providerId: 'credential', password };
    await accounts.put('a', account);
  });
  expect(await opens(platform, email, attackersPassword)).toBe(401);
  expect((await ask('requestPasswordReset', { email })).status).toBe(202);
  expect((await mailsTo(platform, email)).map(({ purpose }) => purpose)).toEqual(['verification']);
  expect((await ask('confirmVerification', { token: link }, browser)).status).toBe(200);
  expect(await opens(platform, email, attackersPassword)).toBe(401);
  expect(await opens(platform, email, ownersPassword)).toBe(200);
});

/** A credential as the library stores it. */
const hashOfHis = async () => {
  const { platform } = identityInMemory();
  const { userId } = await aUser(platform, { password: attackersPassword });
  const [account] = await platform.records.findBy(accounts, 'userId', userId);
  return account!.data as unknown as { password: string };
};
