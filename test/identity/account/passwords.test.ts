import { createHash } from 'node:crypto';
import { isBreached, passwordMistake } from '@waybill/auth';
import { dictionary } from '@zxcvbn-ts/language-common';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { mustBeGood } from '#functions/identity/domain/account/good-password';
import { goodPassword } from '../support/identity-in-memory.ts';

afterEach(() => void vi.unstubAllGlobals());

describe('a new password', () => {
  test.each([
    ['', 'too-short'],
    ['violet anch', 'too-short'],
    ['12345678901', 'too-short'],
    ['💣💣💣💣💣💣💣💣💣💣💣', 'too-short'],
    ['a'.repeat(129), 'too-long'],
    ['1'.repeat(129), 'too-long'],
    ['123456789012', 'digits-only'],
    ['20260504120000', 'digits-only'],
    ['2026-05-04 12', 'date-like'],
    ['04/05/2026/04/05', 'date-like'],
    ['04.05.2026 04.05', 'date-like'],
    ['------------', 'date-like'],
    ['passwordpassword', 'too-common'],
    ['PasswordPassword', 'too-common'],
    ['aaaaaaaaaaaa', 'too-common'],
    ['abababababab', 'too-common'],
    ['basketball2026!', 'too-common'],
  ] as const)('is refused: %j, because it is %s', async (password, mistake) => {
    expect(await passwordMistake(password)).toBe(mistake);
  });

  test.each([
    goodPassword,
    'correct horse battery staple',
    'Wörter-mit-Umlauten-7',
    'a1-b2-c3-d4-e5',
    '2026-05-04 lunch',
    'violet anchor',
    'x'.repeat(3) + goodPassword.padEnd(125, 'y'),
  ])('is accepted without capitals or symbols: %j', async (password) => {
    expect(await passwordMistake(password)).toBeUndefined();
  });

  test('is refused if it is common, in any capitalisation', async () => {
    const long = dictionary['passwords-common'].map(String).filter((it) => it.length >= 12 && !/^[\d\s/.-]+$/.test(it));
    const all = dictionary['passwords-common'];
    expect(all.length).toBeGreaterThan(1_000);
    expect(long.length).toBeGreaterThan(10);
    for (const password of long.filter((it) => it.length <= 128)) {
      expect(await passwordMistake(password)).toBe('too-common');
      expect(await passwordMistake(password.toUpperCase())).toBe('too-common');
    }
  });

  test('is refused if it has only digits, or only the characters of dates', async () => {
    const made = fc.string({ unit: fc.constantFrom(...'0123456789-/. '), minLength: 12, maxLength: 128 });
    await fc.assert(
      fc.asyncProperty(made, async (password) => {
        expect(await passwordMistake(password)).toBe(/^\d+$/.test(password) ? 'digits-only' : 'date-like');
      }),
    );
  });
});

describe('the check for leaked passwords', () => {
  const hash = createHash('sha1').update(goodPassword).digest('hex').toUpperCase();
  const [prefix, suffix] = [hash.slice(0, 5), hash.slice(5)];
  const answering = (text: string, status = 200) => vi.fn(async (..._: any[]) => new Response(text, { status }));

  test('sends only five characters of the hash of the password', async () => {
    const ask = answering(`${'0'.repeat(35)}:3\r\n${suffix}:17\r\n${'F'.repeat(35)}:1`);
    expect(await isBreached(goodPassword, ask)).toBe(true);
    const [url, options] = ask.mock.calls[0]!;
    expect(url).toBe(`https://api.pwnedpasswords.com/range/${prefix}`);
    expect(options.headers).toMatchObject({ 'add-padding': 'true', 'user-agent': 'waybill' });
    expect(JSON.stringify(ask.mock.calls)).not.toContain(suffix);
  });

  test.each([
    ['other hashes only', answering(`${'0'.repeat(35)}:3`)],
    ['its hash as padding', answering(`${suffix}:0`)],
    ['an empty list', answering('')],
    ['a 503', answering(`${suffix}:17`, 503)],
    ['a 429', answering(`${suffix}:17`, 429)],
  ])('does not report a password when the service answers with %s', async (_, ask) => {
    expect(await isBreached(goodPassword, ask)).toBe(false);
  });

  test('accepts the password if the service fails or takes longer than two seconds', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      expect(ms).toBe(2_000);
      return AbortSignal.abort(new DOMException('too late', 'TimeoutError'));
    });
    const slow = (async (_: unknown, { signal }: RequestInit) => {
      signal!.throwIfAborted();
      return new Response(`${suffix}:17`);
    }) as typeof fetch;
    expect(await isBreached(goodPassword, slow)).toBe(false);
    timeout.mockRestore();
    const dead = async () => Promise.reject(new TypeError('fetch failed'));
    expect(await isBreached(goodPassword, dead)).toBe(false);
    const halfway = async () =>
      ({ ok: true, text: () => Promise.reject(new TypeError('terminated')) }) as unknown as Response;
    expect(await isBreached(goodPassword, halfway)).toBe(false);
  });

  test('runs after all other checks, and not in the local runtime', async () => {
    const ask = answering(`${suffix}:17`);
    vi.stubGlobal('fetch', ask);
    expect(await mustBeGood(goodPassword, 'password', { development: {} })).toBeUndefined();
    expect(await mustBeGood('passwordpassword', 'password', {})).toMatchObject({ because: { mistake: 'too-common' } });
    expect(ask).not.toHaveBeenCalled();
    expect(await mustBeGood(goodPassword, 'newPassword', {})).toMatchObject({
      status: 400,
      refused: 'invalid-input',
      because: {
        mistake: 'breached',
        errors: [{ path: 'newPassword', message: 'is known from a leak' }],
      },
    });
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
