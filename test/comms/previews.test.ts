import { describe, expect, test } from 'vitest';
import { customerMessages } from '#events/comms';
import * as comms from '#functions/comms/manifest';
import { inMemory } from '../support/in-memory.ts';

describe('previewNotification', () => {
  const words = { title: 'News', markdown: 'It is **here**.', text: 'It is here.' };

  test('shows the e-mail and the SMS, and sends nothing', async () => {
    const appended: unknown[] = [];
    const { ask } = inMemory(comms, { onAppend: (events) => appended.push(...events) });
    const before = appended.length;
    const { status, body } = await ask('previewNotification', words);
    expect(status).toBe(200);
    expect(body).toMatchObject({ title: 'News', text: 'It is here.', sms: 'It is here.' });
    expect(body.html).toContain('<strong>here</strong>');
    expect(appended).toHaveLength(before);
  });

  test('shows no markup, image or script of its input', async () => {
    const { ask } = inMemory(comms);
    const markdown = '<script>alert(1)</script> ![x](https://evil.example/x.png) [y](javascript:alert(1))';
    const { body } = await ask('previewNotification', { ...words, title: '<b>News</b>', markdown });
    for (const part of ['<script>alert', 'evil.example/x.png"', 'href="javascript:', '<b>News'])
      expect(body.html).not.toContain(part);
  });

  test.each(['xx yy', '', 'a'.repeat(36), '../../de'])('refuses the locale "%s"', async (locale) => {
    const { status, body } = await inMemory(comms).ask('previewNotification', { ...words, locale });
    expect([status, body.errors[0].path]).toEqual([400, 'locale']);
  });
});

describe('previewCustomerMessage', () => {
  test.each(customerMessages)(
    'shows the message %s in the language of the recipient and with the organization',
    async (message) => {
      const { ask } = inMemory(comms);
      const inEnglish = await ask('previewCustomerMessage', { customerMessage: message });
      const inGerman = await ask('previewCustomerMessage', { customerMessage: message, locale: 'de-AT' });
      for (const { status, body } of [inEnglish, inGerman]) {
        expect(status).toBe(200);
        expect(body.title).toContain('ORDER-4711');
        expect(body.text).toContain('Acme');
        expect(body.html).toContain('Clara');
        expect(body.html).not.toContain('Waybill');
      }
      expect(inGerman.body.title).not.toBe(inEnglish.body.title);
    },
  );

  test('has the times in the time zone of the organization', async () => {
    const { ask } = inMemory(comms);
    const text = async () =>
      (await ask('previewCustomerMessage', { customerMessage: 'PickedUp', locale: 'en-GB' })).body.text;
    expect(await text()).toContain('08:00');
    await ask('changeCustomerMessages', { messages: [], timeZone: 'Asia/Tokyo' });
    expect(await text()).toContain('17:00');
  });

  test('of an unknown message is refused', async () => {
    expect((await inMemory(comms).ask('previewCustomerMessage', { customerMessage: 'Lost' })).status).toBe(400);
  });
});
