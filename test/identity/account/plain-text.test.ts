import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainText } from '#functions/identity/domain/mail/plain-text';
import { aUser, bearer, goodPassword, identityInMemory, mailsTo, someEmail } from '../support/identity-in-memory.ts';

describe('a name in a mail', () => {
  test.each([
    ['Ada Byron', 'Ada Byron'],
    ['  Ada \n\t Byron ', 'Ada Byron'],
    ["Conan O'Brien-Smith, Jr.", "Conan O'Brien-Smith, Jr."],
    ['Wheels & Sons (Vienna) #3', 'Wheels & Sons (Vienna) #3'],
    ['Ægir Þórðarson 王小明 دلارا می‌خواهم', 'Ægir Þórðarson 王小明 دلارا می‌خواهم'],
    ['Route 66', 'Route 66'],
    ['WIN A PHONE https://evil.example/win?x=1 NOW', 'WIN A PHONE NOW'],
    ['HTTPS://EVIL.EXAMPLE', ''],
    ['javascript:alert(1) Ada', 'Ada'],
    ['data:text/html,<script>alert(1)</script>', ''],
    ['mailto:eve@evil.example', ''],
    ['www.evil.example Ada', 'Ada'],
    ['wwW.EVIL.example/path', ''],
    ['evil.example', 'evil example'],
    ['evil.example/win', 'evil example win'],
    ['Booking.com', 'Booking com'],
    ['St.Mary', 'St Mary'],
    ['eve@evil.example', 'eve evil example'],
    ['evil。example', 'evil example'],
    ['evil．example', 'evil example'],
    ['ｈｔｔｐｓ：／／ｅｖｉｌ．ｅｘａｍｐｌｅ', ''],
    ['evil\u200b.example', 'evil .example'],
    ['e\u00advil\u2060.\ufeffexample', 'e vil . example'],
    ['evil․example', 'evil example'],
    ['<b>Acme</b>', 'b Acme b'],
    ['[click](https://evil.example)', 'click ('],
    ['**Ada** _Byron_ `x` ~y~', 'Ada Byron x y'],
    ['&lt;script&gt;', 'lt;script gt;'],
    ['&#60;script', '#60;script'],
    ['gniroB \u202eaX\u202c \u2066y\u2069', 'gniroB aX y'],
    ['Ada\u0000\u0007\u001b[31m', 'Ada 31m'],
    ['Call +43 (660) 123 45 67 now', 'Call + now'],
    ['0900-123.456', ''],
    ['x'.repeat(200), `${'x'.repeat(59)}…`],
    ['', ''],
  ])('%j is written as %j', (given, read) => expect(plainText(given)).toBe(read));

  test('never contains text that a mail program turns into a link', () => {
    const nasty = fc.constantFrom(
      'https://',
      'evil',
      '.',
      'example',
      '/',
      '@',
      '<',
      '。',
      '\u202e',
      '\u200b',
      'www.',
      ':',
      '0900123456',
      ' ',
      'tel:',
      'A',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(nasty, fc.string({ unit: 'grapheme', maxLength: 3 })), { maxLength: 30 }),
        (parts) => {
          const text = plainText(parts.join(''));
          expect(text).not.toMatch(/:\/\/|[<>@[\]{}|\\^~`*_"/]|\bwww\S|\d{7}/i);
          expect(text).not.toMatch(/[\p{L}\p{N}][.。．․][\p{L}\p{N}]/u);
          expect(text).not.toMatch(/(?![\u200c\u200d])[\p{C}\p{Zl}\p{Zp}]/u);
          expect([...text].length).toBeLessThanOrEqual(60);
          const whole = text.replace('…', '');
          expect(plainText(whole), 'a second pass changes nothing').toBe(whole);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('a name in a request', () => {
  const nasty = [
    'Win https://evil.example',
    'Win www.evil.example',
    '<b>Ada</b>',
    'Ada\u202enoryB',
    'Ada\u2066Byron',
    'A\u200bda',
    'Ada\u00adByron',
    'Ada\u2028Byron\ue000',
  ];

  test.each(nasty)('is refused, naming the field: %j', async (name) => {
    const { platform, ask } = identityInMemory();
    const { token } = await aUser(platform);
    const refusals = [
      await ask('signUp', { email: someEmail(), password: goodPassword, name }),
      await ask('changeMe', { name }, bearer(token)),
      await ask('createOrganization', { name }, bearer(token)),
    ];
    for (const refused of refusals)
      expect(refused).toMatchObject({ status: 400, body: { code: 'invalid-input', errors: [{ path: 'name' }] } });
  });

  test.each(['Booking.com', "Conan O'Brien", 'می‌خواهم', 'Wheels & Sons', '王小明', 'Zoë 🚚'])(
    'is accepted: %j',
    async (name) => {
      const { platform, ask } = identityInMemory();
      const { token } = await aUser(platform);
      expect((await ask('changeMe', { name }, bearer(token))).body.name).toBe(name);
    },
  );

  test('appears in a mail without links', async () => {
    const { platform, ask } = identityInMemory();
    const email = someEmail();
    await ask('signUp', { email, password: goodPassword, name: 'Free phones at evil.example or 0900 123 456 7' });
    expect((await mailsTo(platform, email))[0].name).toBe('Free phones at evil example or');
  });
});
