import { memory } from '@waybill/kernel/memory';
import { expect, test } from 'vitest';
import { getHealth } from '#functions/platform/queries/get-health';
import { ask } from '../kernel/support/asking.ts';

test('health is public and can be cached for a short time', async () => {
  const clock = () => new Date('2026-05-04T12:00:00.000Z');

  const { status, headers, body } = await ask(memory({ clock }), getHealth, { as: null });

  expect(status).toBe(200);
  expect(headers['cache-control']).toBe('max-age=5');
  expect(body).toEqual({ status: 'ok', version: '0.1.0', stage: 'test', at: '2026-05-04T12:00:00.000Z' });
});
