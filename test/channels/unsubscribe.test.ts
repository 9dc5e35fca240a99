import { subscriberIn, unsubscribeToken } from '@waybill/channels';
import { messageLocales, renderEmail, unsubscribePage } from '@waybill/channels/rendering';
import { newId } from '@waybill/kernel';
import { describe, expect, it } from 'vitest';

const who = { of: 'user', organizationId: newId('org'), id: newId('user') } as const;

describe('a token', () => {
  it('names its subscriber, with the key that made it', () => {
    for (const of of ['user', 'contact'] as const) {
      const token = unsubscribeToken({ ...who, of }, 'key');
      expect(subscriberIn(token, 'key')).toEqual({ ...who, of });
      expect(subscriberIn(token, 'another key')).toBeUndefined();
      expect(token).toMatch(/^[\w-]{66}$/);
    }
  });

  it('stays the same in later releases', () => {
    const ids = { organizationId: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e01', id: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e81' };
    expect(unsubscribeToken({ of: 'contact', ...ids }, 'key')).toBe(
      'AQpdPB6PK0xNnm96i5wNHgEKXTwejytMTZ5veoucDR6Bu4xzMCgxmeKcH-CTLCS6Zw',
    );
  });

  it('is not made of anything but UUIDs', () => {
    for (const id of ['', '-', 'ann', `${who.id}00`]) expect(() => unsubscribeToken({ ...who, id }, 'key')).toThrow();
  });
});

describe.each(messageLocales)('in %s', (locale) => {
  it('the page asks before, and says so after', () => {
    const [asking, done] = [unsubscribePage('asking', locale), unsubscribePage('done', locale)];
    expect(asking).toMatch(/<form method="post"><button type="submit"[^>]*>[^<]+<\/button><\/form>/);
    expect(done).not.toContain('<form');
    for (const page of [asking, done]) {
      expect(page).toContain(`<html lang="${locale}">`);
      expect(page).not.toMatch(/<script|https?:|undefined/);
    }
    const heading = (page: string) => /<h1>(.+)<\/h1>/.exec(page)![1];
    expect(heading(asking)).not.toBe(heading(done));
  });

  it('a mail has the link in both of its parts', () => {
    const url = 'https://api.example.com/v1/unsubscribe/x';
    const { html, text } = renderEmail({ title: 'News', markdown: 'News', text: 'News', locale, unsubscribeUrl: url });
    expect(html).toContain(`<a href="${url}"`);
    expect(text).toMatch(new RegExp(`^News\n\n.+:\n${url}$`));
  });
});

it('a page says something of its own in each language, and is in English for others', () => {
  const languages = new Map(messageLocales.map((locale) => [locale.slice(0, 2), locale]));
  const pages = [...languages.values()].map((locale) => unsubscribePage('asking', locale).replace(locale, ''));
  expect(new Set(pages).size).toBe(languages.size);
  expect(unsubscribePage('done', 'pt-BR')).toContain('You will get no more notifications by email.');
});
