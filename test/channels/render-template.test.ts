import {
  isPurpose,
  localeFor,
  messageLocales,
  type Purpose,
  purposes,
  renderEmail,
  renderTemplate,
} from '@waybill/channels/rendering';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleValues } from '../../scripts/mails/sample-values.ts';

const all = Object.keys(purposes) as Purpose[];
const render = (purpose: Purpose, locale: string, changes: object = {}) =>
  renderTemplate(purpose, locale, { ...sampleValues(purpose), ...changes } as never, { timeZone: 'Europe/Vienna' });

describe('A template', () => {
  describe.each([...messageLocales])('in %s', (locale) => {
    it.each(all)('%s is complete, with all values and with the required ones only', (purpose) => {
      const required = Object.entries(purposes[purpose].shape).filter(([, { def }]) => def.type !== 'optional');
      const values: Record<string, unknown> = sampleValues(purpose);
      const few = Object.fromEntries(required.map(([name]) => [name, values[name]]));
      for (const { title, markdown, text, sms } of [
        render(purpose, locale),
        renderTemplate(purpose, locale, few as never),
      ]) {
        for (const part of [title, markdown, text, sms]) expect(part).toMatch(/\S/);
        expect(title + markdown + text + sms).not.toMatch(/[{}]|undefined|\[object|Invalid/);
        expect(title).not.toBe(purpose);
        expect(title.length).toBeLessThanOrEqual(120);
        expect(sms.length).toBeLessThanOrEqual(160);
        expect(text.split('\n\n').length).toBeGreaterThanOrEqual(2);
      }
    });

    it.each(all)('%s says every value that it is given', (purpose) => {
      const { title, text } = render(purpose, locale);
      const values = sampleValues(purpose);
      const said = `${title}\n${text}`;
      const verbatim = Object.entries(values).filter(
        ([name, value]) =>
          typeof value === 'string' && !['at', 'since', 'expiresAt', 'role', 'severity', 'incident'].includes(name),
      );
      for (const [name, value] of verbatim) expect(said, name).toContain(value);
    });
  });

  it('is written in each of the ten locales, and not in English under another name', () => {
    expect(messageLocales).toEqual([
      'en-US',
      'en-CA',
      'en-GB',
      'fr-FR',
      'fr-CA',
      'es-ES',
      'es-MX',
      'de-DE',
      'it-IT',
      'ja-JP',
    ]);
    for (const locale of messageLocales.filter((locale) => !locale.startsWith('en')))
      for (const purpose of all) {
        const [mine, english] = [render(purpose, locale), render(purpose, 'en-US')];
        expect(mine.title, `${locale} ${purpose}`).not.toBe(english.title);
        const lines = new Set(english.text.split('\n').filter((line) => /[a-z]{3,} [a-z]{3,} [a-z]{3,}/.test(line)));
        expect(
          mine.text.split('\n').filter((line) => lines.has(line)),
          `${locale} ${purpose}`,
        ).toEqual([]);
      }
    expect(render('verification', 'fr-CA').title).toBe('Confirmez votre adresse courriel');
    expect(render('new-device', 'en-GB').text).toContain('recognise');
  });

  it('uses the same language if it does not know the region, and else English of the USA', () => {
    const asked = ['de-AT', 'DE', 'fr_BE', 'fr-ca', 'es-AR', 'en-AU', 'ja', 'zh-Hant-TW', 'xx', '', '__proto__', 'e'];
    expect(asked.map(localeFor)).toEqual(
      'de-DE de-DE fr-FR fr-CA es-ES en-US ja-JP en-US en-US en-US en-US en-US'.split(' '),
    );
    expect(localeFor('EN_us')).toBe('en-US');
    expect(localeFor('en-Latn-US')).toBe('en-US');
    expect(localeFor('__proto__')).toBe('en-US');
  });

  it('says dates in the time zone and the language of the reader', () => {
    const values = { organization: 'Boots', at: '2026-05-04T22:30:00Z' };
    expect(renderTemplate('delivery-delivered', 'en-US', values, { timeZone: 'Europe/Vienna' }).text).toMatch(
      /Tuesday, May 5, 2026.*12:30 AM/,
    );
    expect(renderTemplate('delivery-delivered', 'en-US', values, { timeZone: 'Moon/Base' }).text).toMatch(
      /10:30 PM UTC/,
    );
  });

  it('leaves out sentences whose values are missing', () => {
    const short = renderTemplate('delivery-picked-up', 'en-US', { organization: 'Boots' });
    expect(short.title).toBe('Your delivery is on its way');
    expect(short.text).not.toMatch(/expected|Track/);
  });

  it('refuses values of another kind', () => {
    const at = (values: object) => () => renderTemplate('verification', 'en-US', values as never);
    expect(at({ link: 'javascript:alert(1)' })).toThrow(/link/);
    expect(at({})).toThrow(/link/);
    expect(at({ link: 'https://x.example', name: 'a'.repeat(501) })).toThrow(/name/);
    expect(isPurpose('verification') && !isPurpose('toString')).toBe(true);
  });

  it('shows values as text, whatever they contain, and links nowhere else', () => {
    const parts = [
      '[x](https://evil.example)',
      '<https://evil.example>',
      '**',
      '_',
      '`',
      '# ',
      '\n\n- ',
      '&lt;',
      '<b>',
      '{link}',
      '\\',
      '|',
      '![](',
      '&copy;',
      '$&',
    ];
    const value = fc.array(fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 5 })), { maxLength: 8 });
    fc.assert(
      fc.property(value, fc.webUrl({ withFragments: true, withQueryParameters: true }), (parts, link) => {
        const inviter = parts.join('').slice(0, 500);
        const { title, markdown, text } = render('invitation', 'en-US', {
          inviter,
          organization: inviter || 'x',
          link,
        });
        const { html } = renderEmail({ title, markdown, text, locale: 'en-US' });
        const hrefs = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'));
        expect(new Set(hrefs)).toEqual(new Set([new URL(link).href.replaceAll('\\', '%5C')]));
        expect(
          html.slice(html.indexOf('<h1')).match(/<(?:b|strong|em|li|code|h2|blockquote|table)\b/g) ?? [],
        ).toHaveLength(0);
        expect(title).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 500 },
    );
  });
});
