import { describe, expect, test } from 'vitest';
import { refused, world } from '#test/support/http/world';

const { as, aDriver, aDelivery } = world();

describe('people are told in their language why something is refused', () => {
  test('a dispatcher in Vienna, by what the browser sends', async () => {
    const browser = { 'accept-language': 'de-AT,de;q=0.9,en-US;q=0.8,en;q=0.7' };
    const delivery = await aDelivery();
    const answer = await as('dispatcher').put(`${delivery.path}/status`, { status: 'InTransit' }, browser);
    refused(answer, 409, 'driver-and-vehicle-needed', {
      title: 'Eine Lieferung braucht einen Fahrer und ein Fahrzeug, um zu starten.',
      missing: ['driver', 'vehicle'],
    });
    expect(answer.headers.get('content-language')).toBe('de-DE');
    expect(answer.headers.get('vary')).toBe('Accept-Language, X-Locale');
  });

  test('someone who has chosen a language in the application, whatever the browser sends', async () => {
    const chosen = { 'x-locale': 'ja-JP', 'accept-language': 'en-GB,en' };
    const { body } = await as('dispatcher').post('/drivers', { name: ' ', licence: '?', colour: 'red' }, chosen);
    expect(body.errors).toEqual(
      expect.arrayContaining([
        { path: 'name', message: '空白にはできません' },
        { path: 'licence', message: '文字または数字を 1 つ以上含めてください' },
        { path: 'colour', message: 'は未知の項目です' },
      ]),
    );
  });

  test('a program that names no language, in English', async () => {
    const answer = await as('auditor').get(`/drivers/${crypto.randomUUID()}`);
    refused(answer, 404, 'driver-not-found', {
      title: 'There is no driver with this id, or the caller may not see it.',
    });
    expect(answer.headers.get('content-language')).toBe('en-US');
  });

  test('what is found is the same for everyone', async () => {
    const driver = await aDriver();
    const [french, english] = [
      await as('auditor').get(driver.path, { 'x-locale': 'fr-FR' }),
      await as('auditor').get(driver.path),
    ];
    expect(french.body).toEqual(english.body);
    expect(french.etag).toBe(english.etag);
    expect(french.headers.get('content-language')).toBeNull();
  });

  test('without a route there is no function that could translate: English', async () => {
    const answer = await as('anonymous').get('/nowhere', { 'x-locale': 'fr-FR' });
    expect([answer.status, answer.headers.get('content-language')]).toEqual([404, 'en-US']);
  });

  test.each([['\u00e9\u00e9'], ['*;q=,,'], ['x'.repeat(3000)], ['de;q=9'], ['../../de']])(
    'headers that name no language change nothing: %s',
    async (value) => {
      const headers = { 'accept-language': value, 'x-locale': value };
      const answer = await as('auditor').get(`/drivers/${crypto.randomUUID()}`, headers);
      refused(answer, 404, 'driver-not-found');
      expect(answer.headers.get('content-language')).toBe('en-US');
    },
  );
});
