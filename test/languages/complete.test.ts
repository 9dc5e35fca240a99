import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { languageOf, locales } from '@waybill/languages';
import { german } from '@waybill/languages/de/index';
import { british } from '@waybill/languages/en/british';
import { spanish } from '@waybill/languages/es/index';
import { mexican } from '@waybill/languages/es/mexican';
import { canadian } from '@waybill/languages/fr/canadian';
import { french } from '@waybill/languages/fr/index';
import { italian } from '@waybill/languages/it/index';
import { japanese } from '@waybill/languages/ja/index';
import { sayIn } from '@waybill/languages/say-in';
import { describe, expect, test } from 'vitest';
import { declaredTexts } from './support/declared-texts.ts';

const languages = { german, spanish, french, italian, japanese };
const regions = { british, canadian, mexican };
const names = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([name]) => name).toSorted();
const code = /`[^`]+`/g;
const value = /\{\w+\}/g;
const americanSpelling = /\b\w*(?:ization|colou?r(?<!colour)|canceled|\bcenter|favor)\b/i;

test('the declared texts include problems, messages of schemas, and messages that code makes', () =>
  expect(declaredTexts).toEqual(
    expect.arrayContaining([
      'The driver is retired. This is final.',
      'must not be blank',
      'must be a whole number from 1 to 100',
      'is not a known field',
      'is known from a leak',
      'The body is not UTF-8.',
      'must not be after x',
    ]),
  ));

describe.each(Object.entries(languages))('%s', (_, { sentences, issue }) => {
  const say = sayIn(sentences);

  test('has every declared text: add the missing ones to layers/languages', () =>
    expect(declaredTexts.filter((text) => say(text) === text)).toEqual([]));

  test('has no text that is not declared any more: remove these from layers/languages', () =>
    expect(
      Object.keys(sentences).filter((english) => {
        const sayThis = sayIn({ [english]: '-' });
        return !declaredTexts.some((text) => sayThis(text) === '-');
      }),
    ).toEqual([]));

  test('names the same fields, headers and values as the English text', () => {
    for (const [english, translation] of Object.entries(sentences)) {
      expect(names(translation, code), english).toEqual(names(english, code));
      expect(names(translation, value), english).toEqual(names(english, value));
    }
  });

  test('has sentences for sentences, and phrases for the messages of fields', () => {
    for (const [english, translation] of Object.entries(sentences))
      expect(/[.。]$/.test(translation), translation).toBe(english.endsWith('.'));
  });

  test('has no English in its translations', () => {
    for (const translation of Object.values(sentences))
      expect(translation.replaceAll(code, '')).not.toMatch(/\b(the|this|must|with|and|of|not|for|please)\b/i);
  });

  test('has zod’s messages', () => expect(issue).toBeTypeOf('function'));
});

test('each text is in one group only: the groups of a language are merged', async () => {
  const folder = join(import.meta.dirname, '..', '..', 'layers', 'languages', 'src', 'de');
  const groups = await Promise.all(
    readdirSync(folder)
      .filter((file) => file !== 'index.ts')
      .map(async (file) => Object.values(await import(join(folder, file))) as object[]),
  );
  const all = groups.flat().flatMap((sentences) => Object.keys(sentences));
  expect(all).toHaveLength(new Set(all).size);
  expect(all.toSorted()).toEqual(Object.keys(german.sentences).toSorted());
});

test('Japanese is written in Japanese, and politely', () => {
  for (const [english, translation] of Object.entries(japanese.sentences)) {
    expect(translation).toMatch(/[ぁ-んァ-ヶ]/);
    if (english.endsWith('.')) expect(translation).toMatch(/(です|ます|ました|ません|ください|ためです|だけです)。$/);
  }
});

test('French has a no-break space before a colon', () => {
  for (const texts of [french, canadian])
    for (const translation of Object.values(texts.sentences))
      expect(translation.replaceAll(code, '')).not.toMatch(/[^\u00a0\d]:(?!\d|\/\/)|[^ ] [:;?!]/);
});

describe.each(Object.entries(regions))('%s', (name, { sentences }) => {
  const others = { british: {}, canadian: french.sentences, mexican: spanish.sentences }[name];

  test('differs from its language in each of its texts, which are declared', () => {
    for (const [english, translation] of Object.entries(sentences)) {
      expect(declaredTexts).toContain(english);
      expect(translation).not.toBe(sayIn(others ?? {})(english));
      expect(names(translation, code)).toEqual(names(english, code));
    }
  });
});

test('British English has British spelling everywhere', async () => {
  const { say } = await languageOf('en-GB');
  for (const text of declaredTexts) expect(say(text).replaceAll(code, '')).not.toMatch(americanSpelling);
});

test('every locale can be loaded, and says what its texts say', async () => {
  const said = new Map<string, string>();
  for (const locale of locales)
    said.set(locale, (await languageOf(locale)).say('The invitation has expired. Ask for another one.'));
  expect(Object.fromEntries(said)).toEqual({
    'en-US': 'The invitation has expired. Ask for another one.',
    'en-CA': 'The invitation has expired. Ask for another one.',
    'en-GB': 'The invitation has expired. Ask for another one.',
    'fr-FR': 'L’invitation a expiré. Demandez-en une autre.',
    'fr-CA': 'L’invitation a expiré. Demandez-en une autre.',
    'es-ES': 'La invitación ha caducado. Pida otra.',
    'es-MX': 'La invitación ya venció. Pida otra.',
    'de-DE': 'Die Einladung ist abgelaufen. Bitten Sie um eine neue.',
    'it-IT': 'L’invito è scaduto. Chiederne un altro.',
    'ja-JP': '招待の有効期限が切れています。もう一度招待を依頼してください。',
  });
});
