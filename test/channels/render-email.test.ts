import { renderEmail } from '@waybill/channels/rendering';
import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';

const rendered = (markdown: string, more: object = {}) =>
  renderEmail({ title: 'Hello', markdown, text: 'Hello', locale: 'en-US', ...more });

interface Found {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The classes of all elements that it is in. */
  readonly within: readonly string[];
}

const elementsOf = (html: string): readonly Found[] => {
  const found: Found[] = [];
  const open: string[] = [];
  const parser = new Parser({
    onopentag: (tag, attributes) => {
      found.push({ tag, attributes, within: [...open] });
      open.push(attributes.class ?? tag);
    },
    onclosetag: () => {
      open.pop();
    },
  });
  parser.end(html);
  return found;
};

const contentOf = (html: string) => elementsOf(html).filter(({ within }) => within.includes('inner ink'));
const footPath = (html: string) => elementsOf(html).find(({ attributes }) => attributes.class === 'foot muted')?.within;

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt&#58;alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:x)',
  '[x](//evil.example/x)',
  '[x](https:/\\evil.example)',
  '<a href=" java\nscript:alert(1)" onclick="x()">x</a>',
  '![pixel](https://evil.example/p.png)',
  '<style>.card{display:none}</style>',
  '<p style="position:fixed;top:0" class="page">over everything</p>',
  '</td></tr></table></td></tr></table>',
  '</body></html>',
  '<iframe src="https://evil.example"></iframe>',
  '<form action="https://evil.example"><input name="password"></form>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<base href="https://evil.example">',
  '<link rel="stylesheet" href="https://evil.example">',
  '<math><mi//xlink:href="data:x,<script>alert(4)</script>">',
  '<textarea><img title="</textarea><img src onerror=alert(1)>"></textarea>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<!--><img src=x onerror=alert(1)>-->',
  '<td><tr><tbody>',
  '</p></td>',
  '<table background="https://evil.example"><tr><td>',
  '<b',
  '<<script>',
  '&lt;script&gt;',
  '<xmp>',
  '<plaintext>',
  '<title>',
  '<![CDATA[',
  '<?php',
  '\u0000',
  '\u202e',
  '# Heading',
  '\n\n',
  '- item\n',
  '> quote\n',
  '`code`',
  '```\n',
  '| a | b |\n|---|---|\n| 1 | 2 |\n',
  '**',
  '_',
  '[',
  '](',
  ')',
];
const text = fc.array(fc.oneof(fc.constantFrom(...attacks), fc.string({ maxLength: 8 })), { maxLength: 12 });

const allowed = new Set(
  'p br hr h1 h2 h3 h4 h5 h6 blockquote pre code ul ol li strong b em i s del u sub sup a span table thead tbody tr th td'.split(
    ' ',
  ),
);

describe('A mail', () => {
  it('has no script, no handler, no image, no foreign style and an intact layout, whatever is written in it', () => {
    const usual = footPath(rendered('Hello').html);
    expect(usual).toEqual(expect.arrayContaining(['outer']));
    fc.assert(
      fc.property(text, text, text, (markdown, title, plain) => {
        const { html, subject } = rendered(markdown.join(''), { title: title.join(''), text: plain.join('') });
        for (const { tag, attributes } of contentOf(html)) {
          expect(allowed).toContain(tag);
          for (const [name, value] of Object.entries(attributes)) {
            expect(['style', 'class', 'href']).toContain(name);
            if (name === 'href') expect(value).toMatch(/^(https?:\/\/[^/]|mailto:|tel:)/);
            if (name === 'style') expect(value).not.toMatch(/position|url\(|display:none|expression/);
          }
        }
        for (const { tag } of elementsOf(html))
          expect(['script', 'img', 'svg', 'iframe', 'link', 'base']).not.toContain(tag);
        expect(footPath(html)).toEqual(usual);
        expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 1500 },
    );
  });

  it.each(attacks)('is not attacked by %j', (attack) => {
    const { html } = rendered(attack);
    expect(html).not.toMatch(/<(?:script|img|svg|iframe|form)\b/i);
    for (const { attributes } of elementsOf(html)) expect(attributes.href ?? 'https://x').toMatch(/^https?:\/\/[^/]/);
    const names = elementsOf(html).flatMap(({ attributes }) => Object.keys(attributes));
    expect(names.filter((name) => name.startsWith('on') || name === 'src')).toEqual([]);
    expect(footPath(html)).toEqual(footPath(rendered('Hello').html));
  });

  it('shows a title with HTML as text, and has it in the subject as it is', () => {
    const { html, subject } = rendered('Hi', { title: '<b>Tom</b> & "Jerry"\r\nBcc: eve@example.com' });
    expect(subject).toBe('<b>Tom</b> & "Jerry" Bcc: eve@example.com');
    expect(html).toContain('&lt;b&gt;Tom&lt;/b&gt; &amp; &quot;Jerry&quot; Bcc: eve@example.com</h1>');
  });

  it('is CommonMark: headings, lists, emphasis, code, quotes, tables and links', () => {
    const { html } = rendered(
      [
        '# One',
        '**bold** *slanted* `code`',
        '- a\n- b',
        '> quoted',
        '[Waybill](https://waybill.example/a?b=1&c=2)',
        '| x |\n|---|\n| y |',
      ].join('\n\n'),
    );
    const tags = contentOf(html).map(({ tag }) => tag);
    for (const tag of ['h1', 'strong', 'em', 'code', 'ul', 'li', 'blockquote', 'a', 'table', 'td'])
      expect(tags).toContain(tag);
    expect(html).toContain('href="https://waybill.example/a?b=1&amp;c=2"');
  });

  it('says what an image shows, and does not load it', () => {
    expect(rendered('![A parcel <b>at</b> the door](https://x.example/p.png)').html).toContain('A parcel');
  });

  it('has a button where a link asks for one, in colours of the brand that can be read', () => {
    const link = '[Track](<https://x.example/> "button")';
    const button = (color?: string) =>
      contentOf(rendered(link, { brand: { name: 'Boots', color } }).html).find(
        ({ attributes }) => attributes.class === 'button',
      )!.attributes.style;
    expect(button('#ffee00')).toMatch(/background-color:#ffee00;color:#000000/);
    expect(button('#102030')).toMatch(/background-color:#102030;color:#ffffff/);
    expect(button('red;position:fixed')).toBe(button());
  });

  it('shows HTML as text', () => {
    expect(rendered('<b>Tom</b> and <td>Jerry').html).toContain('&lt;b&gt;Tom&lt;/b&gt; and &lt;td&gt;Jerry');
  });

  it('tells its language and direction', () => {
    expect(rendered('x', { locale: 'de-DE' }).html).toContain('<html lang="de-DE" dir="ltr">');
    expect(rendered('x', { locale: 'ar-EG' }).html).toContain('<html lang="ar-EG" dir="rtl">');
    expect(rendered('x', { locale: '"><script>' }).html).toContain('<html lang="en-US" dir="ltr">');
  });

  it('ends with the brand, and with a link to unsubscribe if there is one', () => {
    const brand = { name: 'Boots & Co', footer: 'Main Street 1\n1010 Vienna' };
    const { html } = rendered('x', { brand, unsubscribeUrl: 'https://waybill.example/u?t=1&x="' });
    expect(html).toContain('Boots &amp; Co<br>\nMain Street 1<br>\n1010 Vienna');
    expect(html).toContain('href="https://waybill.example/u?t=1&amp;x=%22"');
    expect(rendered('x', { text: 'Hello', unsubscribeUrl: 'https://waybill.example/u' }).text).toBe(
      'Hello\n\nUnsubscribe from these messages:\nhttps://waybill.example/u',
    );
    for (const unsubscribeUrl of [undefined, 'javascript:alert(1)', '', 'https://'])
      expect(rendered('x', { unsubscribeUrl }).html).not.toContain('Unsubscribe');
  });

  it('has the text as it was given, and begins with it in the list of mails', () => {
    const { html, text } = rendered('x', { text: 'First\n\nSecond' });
    expect(text).toBe('First\n\nSecond');
    expect(html).toContain('>First Second&#847;');
  });

  it.each(['> ', '1. ', '[', '![', '**a ', '<div>', '<b>', '- a\n ', '|a', '<!--', '&', '`a'])(
    'of 50,000 characters like %j is rendered at once',
    (part) => {
      const started = performance.now();
      const { html } = rendered(part.repeat(50_000 / part.length));
      expect(html).toContain('</html>');
      expect(performance.now() - started).toBeLessThan(5_000);
    },
  );
});
