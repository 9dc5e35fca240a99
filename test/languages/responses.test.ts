import { id, newId, query, text, time, wholeNumber, z } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { logger } from '@waybill/kernel/observability/observe';
import { locales } from '@waybill/languages';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Asked, ask } from '../kernel/support/asking.ts';
import { buyVan, getVan, listVans, paintVan, paintVans } from '../kernel/support/garage.ts';

const vanId = newId('van');
const vary = 'Accept-Language, X-Locale';
const german = { 'X-Locale': 'de-DE' };

const find = query({
  summary: 'Takes everything',
  route: 'GET /things/{thingId}',
  role: 'auditor',
  of: 'driver',
  input: z.strictObject({
    thingId: id(),
    size: wholeNumber(1, 9).optional(),
    at: time().optional(),
    name: text(5, 2).optional(),
    kind: z.enum(['van', 'lorry']).optional(),
  }),
  reads: {},
  output: z.strictObject({}),
  answer: async () => undefined,
});
const thing = (asked: Asked = {}) => ask(memory(), find, { path: { thingId: newId() }, ...asked });
const paint = (body: unknown, headers: Record<string, string> = {}) =>
  ask(memory(), paintVan, { path: { vanId }, body, headers });
const messages = ({ body }: { body: any }) =>
  Object.fromEntries(body.errors.map(({ path, message }: Record<string, string>) => [path, message]));

afterEach(() => void vi.restoreAllMocks());

describe('a problem', () => {
  test('has its sentence in English for clients that name no language', async () => {
    const { status, headers, body } = await thing();
    expect([status, body.code, body.title]).toEqual([
      404,
      'driver-not-found',
      'There is no driver with this id, or the caller may not see it.',
    ]);
    expect(headers).toMatchObject({ 'content-language': 'en-US', vary });
  });

  test.each([
    ['fr-CA', 'Aucun chauffeur ne porte cet identifiant, ou vous n’êtes pas autorisé à le voir.'],
    ['de-DE', 'Es gibt keinen Fahrer mit dieser ID, oder Sie dürfen ihn nicht sehen.'],
    ['ja-JP', 'この ID のドライバーは存在しないか、参照する権限がありません。'],
  ])('has its sentence in the language of X-Locale or Accept-Language: %s', async (locale, title) => {
    const named: [string, string][] = [
      ['X-Locale', locale],
      ['x-locale', locale],
      ['Accept-Language', `pt, ${locale};q=0.5`],
    ];
    for (const header of named)
      expect(await thing({ headers: Object.fromEntries([header]) })).toMatchObject({
        status: 404,
        headers: { 'content-language': locale, vary, 'content-type': 'application/problem+json' },
        body: { type: 'urn:waybill:problem:driver-not-found', code: 'driver-not-found', title },
      });
  });

  test('differs between languages in its texts only', async () => {
    const asked = async (locale: string) => {
      const { body } = await paint({ colour: '', extra: 1 }, { 'X-Locale': locale, 'X-Correlation-Id': 'the-same' });
      return { ...body, title: '', errors: body.errors.map(({ path }: { path: string }) => path) };
    };
    const [first, ...others] = await Promise.all(locales.map(asked));
    expect(first).toMatchObject({ code: 'invalid-input', correlation: 'the-same', errors: ['colour', 'extra'] });
    for (const other of others) expect(other).toEqual(first);
  });

  test('is translated also where the request is refused before it is read', async () => {
    expect((await thing({ as: null, headers: german })).body.title).toMatch(/^Die Anfrage enthält kein Token/);
    expect((await paint('{', german)).body.title).toMatch(/^Der Body ist kein JSON/);
    const deep = `${'['.repeat(80)}${']'.repeat(80)}`;
    expect((await paint(`{"colour":${deep}}`, german)).body).toMatchObject({
      code: 'malformed-json',
      detail: 'Der Body ist zu tief verschachtelt.',
    });
  });

  test('is translated also where something unexpected has failed', async () => {
    const platform = memory();
    platform.events.read = () => Promise.reject(new TypeError('no such thing'));
    const { status, body } = await ask(platform, paintVan, {
      path: { vanId },
      body: { colour: 'red' },
      headers: { 'X-Locale': 'it' },
    });
    expect([status, body.title]).toEqual([500, 'Errore interno. Segnalarlo indicando la `correlation`.']);
  });

  test('is logged by its code, in no language', async () => {
    const lines = (['debug', 'info', 'warn', 'error'] as const).map((level) => vi.spyOn(logger, level));
    await paint({ colour: '' }, { ...german, 'Accept-Language': 'ja-JP' });
    const logged = JSON.stringify(lines.flatMap(({ mock }) => mock.calls));
    expect(logged).toContain('invalid-input');
    expect(logged).not.toMatch(/Pfad|leer|ja-JP|de-DE/);
  });
});

describe('the messages of invalid fields', () => {
  test('are those of the kernel, with their values, and of zod; paths stay as they are', async () => {
    const asked = {
      path: { thingId: 'x' },
      query: { size: '12', at: 'today', name: 'Maximilian', kind: 'boat', more: '1' },
    };
    expect(messages(await thing({ ...asked, headers: german }))).toEqual({
      thingId: 'Ungültig: GUID',
      size: 'muss eine ganze Zahl von 1 bis 9 sein',
      at: 'muss ein Zeitpunkt nach ISO 8601 mit Zeitzone sein, etwa 2026-05-04T08:30:00Z',
      name: 'darf höchstens 5 Zeichen haben',
      kind: 'Ungültige Option: erwartet eine von "van"|"lorry"',
      more: 'ist kein bekanntes Feld',
    });
    expect(messages(await thing(asked))).toEqual({
      thingId: 'Invalid GUID',
      size: 'must be a whole number from 1 to 9',
      at: 'must be an ISO-8601 time with an offset, like 2026-05-04T08:30:00Z',
      name: 'must have at most 5 characters',
      kind: 'Invalid option: expected one of "van"|"lorry"',
      more: 'is not a known field',
    });
  });

  test('are in the language of the request, whatever was asked before', async () => {
    const said = await Promise.all(
      ['en', 'fr', 'es', 'ja', 'it', 'de', 'fr-CA', 'en-GB'].map(async (locale) => {
        const { body } = await paint({}, { 'X-Locale': locale });
        return [locale, body.errors[0].message];
      }),
    );
    expect(Object.fromEntries(said)).toEqual({
      en: 'Invalid input: expected string, received undefined',
      'en-GB': 'Invalid input: expected string, received undefined',
      fr: 'Entrée invalide : chaîne de caractères attendu, indéfini reçu',
      'fr-CA': 'Entrée invalide : chaîne de caractères attendu, indéfini reçu',
      es: 'Entrada inválida: se esperaba texto, recibido indefinido',
      it: 'Input non valido: atteso string, ricevuto undefined',
      ja: '無効な入力: stringが期待されましたが、undefinedが入力されました',
      de: 'Ungültige Eingabe: erwartet string, erhalten undefined',
    });
  });

  test('of headers, and of keys that are given twice', async () => {
    const { body } = await paint({ colour: 'red' }, { ...german, 'Idempotency-Key': 'two words' });
    expect(body.errors).toEqual([
      { path: 'Idempotency-Key', message: 'muss aus 1 bis 255 sichtbaren ASCII-Zeichen bestehen' },
    ]);
    expect(messages(await paint('{"colour":"red","colour":"blue"}', german))).toEqual({
      colour: 'ist doppelt angegeben',
    });
  });

  test('never contain what the client sent, in any language', async () => {
    const secret = 'is not a known field {max} `x`';
    for (const locale of locales) {
      const { status, body } = await paint({ colour: { secret }, [secret]: 1 }, { 'X-Locale': locale });
      expect(status).toBe(400);
      expect(body.errors.map(({ message }: { message: string }) => message).join()).not.toContain('{max}');
    }
  });
});

describe('a response that is no problem', () => {
  test('is the same in every language, and does not vary: new, known or repeated', async () => {
    const platform = memory();
    const buy = () => ask(platform, buyVan, { body: { plate: 'AB 1' }, key: 'one', headers: german });
    const [first, again] = [await buy(), await buy()];
    expect(again.headers['idempotent-replayed']).toBe('true');
    const at = { path: { vanId: first.body.vanId }, headers: german };
    const read = await ask(platform, getVan, at);
    const english = await ask(platform, getVan, { path: at.path });
    const known = await ask(platform, getVan, {
      ...at,
      headers: { ...german, 'If-None-Match': english.headers.etag! },
    });
    const list = await ask(platform, listVans, { headers: german });
    expect([first, again, read, known, list].map(({ status }) => status)).toEqual([201, 201, 200, 304, 200]);
    expect(read.body).toEqual(english.body);
    for (const { headers } of [first, again, read, known, list])
      expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['content-language']));
    for (const { headers } of [first, again, read, known, list]) expect(headers).not.toHaveProperty('vary');
  });

  test('a refusal is not stored with its key: each repetition is in the language of its request', async () => {
    const platform = memory();
    const ask1 = (locale: string) =>
      ask(platform, paintVan, { path: { vanId }, body: { colour: '' }, key: 'one', headers: { 'X-Locale': locale } });
    expect(messages(await ask1('fr'))).toEqual({ colour: 'ne doit pas être vide' });
    expect(messages(await ask1('es'))).toEqual({ colour: 'no debe estar en blanco' });
  });

  test('contains problems in the language of the request, where an item of a bulk request is refused', async () => {
    const platform = memory();
    const { body: van } = await ask(platform, buyVan, { body: { plate: 'AB 1' } });
    const at = (ids: string[]) =>
      ask(platform, paintVans, {
        body: { items: ids.map((one) => ({ vanId: one, colour: 'red' })) },
        headers: { 'X-Locale': 'en-GB' },
      });
    const refused = await at([newId(), van.vanId]);
    expect(refused.headers).toMatchObject({ 'content-language': 'en-GB', vary });
    expect(refused.body.results[0].problem.title).toBe('There is no van with this id, or the caller may not see it.');
    expect((await at([van.vanId])).headers).not.toHaveProperty('vary');
  });
});
