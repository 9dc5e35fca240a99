import { expect, test } from 'vitest';
import { world } from '#test/support/http/world';

const { as } = world();

test('the health endpoint is public', async () => {
  const { status, body } = await as('anonymous').get('/health');

  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'ok' });
});
