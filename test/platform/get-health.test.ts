import { memory } from '@waybill/kernel/memory';
import { expect, test } from 'vitest';
import { getHealth } from '#functions/platform/queries/get-health';

test('anybody may ask how the system is', async () => {
  const clock = () => new Date('2026-05-04T12:00:00.000Z');
  const event = { headers: {}, httpMethod: 'GET', path: '/health', pathParameters: null, requestContext: {} };

  const { statusCode, body } = await getHealth.with(memory({ clock }))(event as never, {} as never);

  expect(statusCode).toBe(200);
  expect(JSON.parse(body)).toEqual({ status: 'ok', version: '0.1.0', at: '2026-05-04T12:00:00.000Z' });
});
