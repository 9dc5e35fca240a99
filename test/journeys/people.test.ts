import { expect, test } from 'vitest';
import { aLicence, aName } from '#test/support/http/makers';
import { people } from '#test/support/http/people';
import { hours, refused } from '#test/support/http/world';

const { bearer, mailTo, aUser, tokenOf } = people();

test('an owner signs up and invites a driver, who makes a delivery and is then removed', async () => {
  const owner = await aUser('Olga Owner');
  refused(await (await owner.member()).get('/deliveries'), 403, 'no-active-organization');

  const founded = await owner.self.post('/organizations', { name: 'Möwe & Töchter' });
  expect(founded).toMatchObject({ status: 201, body: { slug: expect.stringMatching(/^[a-z0-9-]+$/) } });
  const { organizationId } = founded.body;
  const place = `/organizations/${organizationId}`;
  const office = await owner.member();

  // The driver is invited by mail and joins.
  const driver = await aUser('Dana Driver');
  const asked = await office.post(`${place}/invitations`, { email: driver.email, role: 'agent', name: 'Dana' });
  expect(asked.status).toBe(201);
  const mail = await mailTo(driver.email, 'invitation');
  for (const said of ['Möwe & Töchter', 'Olga Owner']) expect(`${mail.title} ${mail.text}`).toContain(said);
  expect(mail.link).toContain(asked.body.invitationId);
  const stranger = await aUser('Eve');
  const invitation = `${place}/invitations/${asked.body.invitationId}`;
  refused(await stranger.self.post(`${invitation}/acceptance`, {}), 404, 'invitation-not-found');
  expect((await driver.self.post(`${invitation}/acceptance`, {})).status).toBe(200);
  expect((await (await driver.member()).get(place)).body).toMatchObject({ role: 'agent', members: 2 });

  // The driver makes a delivery.
  const { driverId } = (await office.post('/drivers', { name: aName(), licence: aLicence(), userId: driver.userId }))
    .body;
  const { vehicleId } = (await office.post('/vehicles', { registration: aLicence(), type: 'Van' })).body;
  const { routeId } = (
    await office.post('/routes', {
      origin: 'Hafenstraße 9, Bremen',
      destination: 'Am Wall 1, Bremen',
      scheduledStart: hours(-1),
      scheduledEnd: hours(2),
    })
  ).body;
  expect((await office.put(`/routes/${routeId}/status`, { status: 'Active' })).status).toBe(200);
  const { deliveryId } = (await office.post('/deliveries', { routeId, driverId, vehicleId })).body;
  const stale = await tokenOf(driver.session);
  const underWay = await bearer(stale).put(`/deliveries/${deliveryId}/status`, { status: 'InTransit' });
  expect(underWay.status).toBe(200);

  // Her role is changed. The next token has the new role.
  const role = await office.put(`${place}/members/${driver.userId}/role`, { role: 'auditor' });
  expect(role.status).toBe(200);
  const looking = await driver.member();
  expect((await looking.get(`/deliveries/${deliveryId}`)).body).toMatchObject({ status: 'InTransit' });
  const back = { status: 'Failed', reason: 'nobody home' };
  refused(await looking.put(`/deliveries/${deliveryId}/status`, back), 403, 'role-too-low');

  // She is removed and loses access.
  expect((await office.delete(`${place}/members/${driver.userId}`)).status).toBe(200);
  refused(await (await driver.member()).get(`/deliveries/${deliveryId}`), 403, 'no-active-organization');
  refused(await bearer(stale).get(place), 403, 'not-a-member');
  expect((await driver.self.get('/organizations')).body.items).toEqual([]);
  expect((await office.get(`${place}/members`)).body.items).toMatchObject([{ userId: owner.userId, role: 'owner' }]);
});
