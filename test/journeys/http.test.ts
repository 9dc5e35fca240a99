import { describe, expect, test } from 'vitest';
import { aLicence } from '#test/support/http/makers';
import { names, refused, world } from '#test/support/http/world';

const { as, aDriver, aVehicle, anActiveRoute, aDelivery, aCrewedDelivery } = world();

describe('a correlation id', () => {
  test('is returned as it was sent, on responses and on problems', async () => {
    const given = { 'x-correlation-id': 'order-4711:retry.2' };
    expect((await as('auditor').get('/deliveries', given)).headers.get('x-correlation-id')).toBe('order-4711:retry.2');
    const problem = await as('auditor').get(`/deliveries/${crypto.randomUUID()}`, given);
    expect(problem.body.correlation).toBe('order-4711:retry.2');
    expect((await as('anonymous').get('/nowhere', given)).body.correlation).toBe('order-4711:retry.2');
  });

  test('is generated if it is missing or invalid', async () => {
    const ids = [undefined, 'a b', 'x'.repeat(129), '<script>'].map(async (id) => {
      const { headers } = await as('auditor').get('/deliveries', id ? { 'x-correlation-id': id } : {});
      return headers.get('x-correlation-id');
    });
    for (const id of await Promise.all(ids)) expect(id).toMatch(/^[\w-]{36}$/);
    expect(new Set(await Promise.all(ids)).size).toBe(4);
  });
});

describe('a version', () => {
  test('is returned as an ETag, and If-Match makes a change conditional', async () => {
    const delivery = await aCrewedDelivery();
    const { etag } = await as('auditor').get(delivery.path);
    const move = (status: string, match: string) =>
      as('dispatcher').put(`${delivery.path}/status`, { status }, { 'if-match': match });

    expect(etag).toMatch(/^"1-/);
    expect(await move('InTransit', etag!)).toMatchObject({ status: 200, etag: '"2"' });
    refused(await move('OutForDelivery', etag!), 412, 'version-moved-on', { version: 2 });
    expect(await move('OutForDelivery', '*')).toMatchObject({ status: 200, etag: '"3"' });
    names(await move('InTransit', 'W/"3"'), 'If-Match');
    names(await move('InTransit', '3'), 'If-Match');
  });
});

describe('an idempotency key', () => {
  test('makes a change happen once, also with If-Match', async () => {
    const driver = await aDriver();
    const headers = { 'idempotency-key': crypto.randomUUID(), 'if-match': '"1"' };
    const change = () => as('dispatcher').patch(driver.path, { name: 'Grace Hopper' }, headers);
    const [first, again] = [await change(), await change()];

    expect(first).toMatchObject({ status: 200, etag: '"2"' });
    expect(again).toMatchObject({ status: 200, etag: '"2"', body: first.body });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(first.headers.get('idempotent-replayed')).toBeNull();
  });

  test('counts for its caller and its route', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() };
    const body = () => ({ name: 'Ann', licence: aLicence() });
    const one = await as('dispatcher').post('/drivers', body(), key);
    const other = await as('owner').post('/drivers', body(), key);
    const { routeId } = await anActiveRoute();
    const third = await as('dispatcher').post('/deliveries', { routeId }, key);

    expect([one.status, other.status, third.status]).toEqual([201, 201, 201]);
    expect(one.body.driverId).not.toBe(other.body.driverId);
  });

  test('must be short and of plain characters', async () => {
    const ask = (key: string) =>
      as('dispatcher').post('/drivers', { name: 'Ann', licence: aLicence() }, { 'idempotency-key': key });
    names(await ask('x'.repeat(256)), 'Idempotency-Key');
    names(await ask('two words'), 'Idempotency-Key');
    expect((await ask('x'.repeat(255 - 36) + crypto.randomUUID())).status).toBe(201);
  });

  test('can be used again after a refusal', async () => {
    const delivery = await aDelivery();
    const key = { 'idempotency-key': crypto.randomUUID() };
    const go = () => as('dispatcher').put(`${delivery.path}/status`, { status: 'InTransit' }, key);
    refused(await go(), 409, 'driver-and-vehicle-needed');
    const [{ driverId }, { vehicleId }] = [await aDriver(), await aVehicle()];
    await as('dispatcher').put(`${delivery.path}/driver`, { driverId });
    await as('dispatcher').put(`${delivery.path}/vehicle`, { vehicleId });
    expect((await go()).headers.get('idempotent-replayed')).toBeNull();
    expect((await go()).headers.get('idempotent-replayed')).toBe('true');
  });
});

describe('a browser', () => {
  const origin = { origin: 'https://dispatch.example.com' };

  test('can send requests from any origin, with the required headers', async () => {
    const { status, headers } = await as('anonymous').raw({
      method: 'OPTIONS',
      path: '/deliveries',
      headers: {
        ...origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'authorization,idempotency-key',
      },
    });
    expect([200, 204]).toContain(status);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
      expect(headers.get('access-control-allow-methods')).toContain(method);
    for (const name of ['authorization', 'content-type', 'idempotency-key', 'if-match', 'x-correlation-id', 'x-locale'])
      expect(headers.get('access-control-allow-headers')?.toLowerCase()).toContain(name);
  });

  test('can read responses and problems', async () => {
    const answers = [
      await as('auditor').get('/deliveries', origin),
      await as('auditor').get(`/deliveries/${crypto.randomUUID()}`, origin),
      await as('anonymous').get('/deliveries', origin),
      await as('anonymous').get('/nowhere', origin),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 401, 404]);
    for (const { status, headers } of answers) {
      expect(headers.get('access-control-allow-origin'), `${status}`).toBe('*');
      expect(headers.get('access-control-expose-headers'), `${status}`).toContain('etag');
    }
  });
});

describe('a response', () => {
  test('has security headers', async () => {
    const { headers } = await as('auditor').get('/deliveries');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toContain('max-age');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  test('has times in UTC with a Z, for any offset in the request', async () => {
    const body = { origin: 'A', destination: 'B', scheduledStart: '2030-01-01T00:30:00+05:30' };
    const { routeId } = (await as('dispatcher').post('/routes', body)).body;
    expect((await as('auditor').get(`/routes/${routeId}`)).body.scheduledStart).toBe('2029-12-31T19:00:00.000Z');
    const vague = { ...body, scheduledStart: '2030-01-01T00:30:00' };
    names(await as('dispatcher').post('/routes', vague), 'scheduledStart');
  });
});

test('an unknown path is a 404, and an unknown method a 405 or similar', async () => {
  refused(await as('dispatcher').get('/planets'), 404, 'not-found');
  const answer = await as('dispatcher').delete('/deliveries');
  expect([403, 404, 405]).toContain(answer.status);
});
