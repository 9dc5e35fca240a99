import { randomUUID } from 'node:crypto';
import { developmentIssuer } from '@waybill/kernel';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { developmentKeys } from '#scripts/local/index';
import { holdsForEach } from '#test/support/http/holds-for-each';
import { good, people, type Team, type TestUser } from '#test/support/http/people';
import {
  aboveOfficers,
  aScene,
  asked,
  type everythingOf,
  ranked,
  requestFor,
  type Scene,
  settled,
} from '#test/support/http/requests';
import { aStaff } from '#test/support/http/staff';
import { type Answer, type Client, eventually, names, personOf, refused, world } from '#test/support/http/world';
import { operatorPlatform } from '#test/support/runtime/operator-platform';

const { bearer, withKey, anOrganization, signIn, aUser, tokenOf, aTeam } = people();
let ours: Team;
let theirs: Team;
let scene: Scene;
let other: Scene;
let before: Awaited<ReturnType<typeof everythingOf>>;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([aTeam(), aTeam()]);
  [scene, other] = await Promise.all([aScene(ours), aScene(theirs)]);
  before = await settled(ours, scene);
});

/** What a member of another organization gets: a refusal, or data of their own. */
const revealsNothing = ({ status, body, ...answer }: Answer, expected: string, asked: any) => {
  if (expected === 'their own') return isTheirOwn({ status, body });
  if (expected === 'nothing') {
    expect(status).toBe(200);
    namesNothingOfOurs(body);
    return expect(numbersIn(body).filter((count) => count !== 0)).toEqual([]);
  }
  if (Array.isArray(asked?.items))
    return expect(body.results).toMatchObject([{ outcome: 'refused', problem: { code: expected } }]);
  expect(status).toBeGreaterThanOrEqual(400);
  return refused({ status, body, ...answer }, status, expected);
};

const namesNothingOfOurs = (body: unknown) => {
  const text = JSON.stringify(body) ?? '';
  for (const id of Object.values(scene)) expect(text).not.toContain(id);
};

/** Data of their own, without any of ours. */
const isTheirOwn = ({ status, body }: Pick<Answer, 'status' | 'body'>) => {
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  namesNothingOfOurs(body);
};

/**
 * Authorized, then refused by the state: a delivery that is not over has no summary, an API key no preferences, staff that
 * emulates no inbox.
 */
const isOpen = ({ status, body }: Answer) =>
  expect([200, 'delivery-not-over', 'member-not-found', 'notification-not-found'], JSON.stringify(body)).toContain(
    [404, 409].includes(status) ? body.code : status,
  );

const roles = ['auditor', 'agent', 'officer', 'owner'] as const;
const guarded = asked.filter(({ role }) => ranked(role));
const personal = asked.filter(({ role }) => role === 'person');
const byRoute = ({ route }: { readonly route: string }) => route;
const ask = (who: Client, { method, path, body }: ReturnType<typeof requestFor>) =>
  who.raw({
    method,
    path,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });

describe('without a token', () => {
  test('every route is refused', () =>
    holdsForEach([...guarded, ...personal], byRoute, async ({ route }) => {
      const answer = await ask(ours.as('anonymous'), requestFor(route, scene));
      refused(answer, 401, 'not-signed-in');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }));

  test('or with a foreign or expired token every route is refused', async () => {
    const { org } = ours;
    const stranger = await developmentKeys();
    const claims = { orgId: org, orgType: 'Customer', role: 'owner' };
    const unsigned = `${btoa(JSON.stringify({ alg: 'none' }))}.${btoa(JSON.stringify({ ...claims, sub: 'me' }))}.x`;
    const byPassword = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('me')
      .setIssuer(developmentIssuer)
      .setAudience('waybill-api')
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(new TextEncoder().encode(JSON.parse(stranger.jwks).keys[0].n));
    // API Gateway cannot give the reason when it refuses a token. The local runtime can.
    const unknownKey = inject('waybill').table ? 'token-unknown-key' : 'not-signed-in';
    const strangers = `Bearer ${await stranger.mint({ role: 'owner', org })}`;
    refused(await ours.as('anonymous').get('/deliveries', { authorization: strangers }), 401, unknownKey);
    const wrong = [
      `Bearer ${unsigned}`,
      `Bearer ${byPassword}`,
      `Basic ${btoa('owner:owner')}`,
      'Bearer',
      'Bearer a.b.c',
      `Bearer ${'x'.repeat(9000)}`,
    ];
    for (const authorization of wrong)
      refused(await ours.as('anonymous').get('/deliveries', { authorization }), 401, 'not-signed-in');
  });
});

describe('with too low a role', () => {
  const tooLow = guarded.flatMap(({ route, role }) =>
    roles.slice(0, roles.indexOf(role as 'owner')).map((lower) => ({ route, role, lower })),
  );
  const named = ({ route, lower }: (typeof tooLow)[number]) => `${route} for ${lower}`;
  test('every route refuses each lower role', () =>
    holdsForEach(tooLow, named, async ({ route, role, lower }) => {
      const answer = await ask(ours.as(personOf(lower)), requestFor(route, scene));
      refused(answer, 403, 'role-too-low', { role: lower, least: role });
    }));
});

describe('with an API key', () => {
  const keyOf = async (team: Team, role: string, paths: string[]) =>
    (
      await team.as('owner').post('/api-keys', {
        name: `${role} of ${paths}`,
        role,
        paths,
        ...(team === ours && { contextKeys: [scene.contextKey] }),
      })
    ).body.key as string;
  let auditors: string;
  let elsewhere: string;
  let outsiders: string;
  beforeAll(async () => {
    auditors = await keyOf(ours, 'auditor', ['/*']);
    elsewhere = await keyOf(ours, 'owner', ['/nowhere/*']);
    outsiders = await keyOf(theirs, 'owner', ['/*']);
    before = await settled(ours, scene);
  });

  test('no route accepts a key for another path', () =>
    holdsForEach(guarded, byRoute, async ({ route }) => {
      refused(await ask(withKey(elsewhere), requestFor(route, scene)), 403, 'not-allowed');
    }));

  const above = guarded.filter(({ role }) => role !== 'auditor');
  test('every route refuses a key with too low a role', () =>
    holdsForEach(above, byRoute, async ({ route, role }) => {
      const answer = await ask(withKey(auditors), requestFor(route, scene));
      refused(answer, 403, 'role-too-low', { role: 'auditor', least: role });
    }));

  const open = guarded.filter(({ route, role }) => role === 'auditor' && route.startsWith('GET '));
  test('every read accepts a key with the path and role', () =>
    holdsForEach(open, byRoute, async ({ route }) => isOpen(await ask(withKey(auditors), requestFor(route, scene)))));

  test('no route returns our data to a key of another organization', () =>
    holdsForEach(guarded, byRoute, async ({ route }) => {
      const request = requestFor(route, scene);
      const answer = await ask(withKey(outsiders), request);
      // The caller is authenticated and gets their own data.
      if (request.byKey !== 'nothing') return revealsNothing(answer, request.byKey, request.body);
      expect(answer.status).toBe(200);
      namesNothingOfOurs(answer.body);
    }));

  test('routes that take a session accept no key', () =>
    holdsForEach(personal, byRoute, async ({ route }) => {
      refused(await ask(withKey(outsiders), requestFor(route, scene)), 401, 'not-signed-in');
    }));
});

describe('for staff who emulate an auditor', () => {
  const looking = () =>
    ours.as('owner', { org: randomUUID(), claims: { emulatedOrgId: ours.org, emulatedOrgType: 'Customer' } });

  test('every route returns what an auditor can read, and changes nothing', () =>
    holdsForEach(guarded, byRoute, async ({ route, role }) => {
      const answer = await ask(looking(), requestFor(route, scene));
      if (role !== 'auditor') refused(answer, 403, 'role-too-low', { role: 'auditor' });
      else if (route.startsWith('GET ')) isOpen(answer);
      else refused(answer, 403, 'emulating-reads-only');
    }));
});

describe('for another organization', () => {
  let stranger: TestUser;
  beforeAll(async () => {
    stranger = (await anOrganization()).owner;
  });

  test('no route returns or changes our data', () =>
    holdsForEach(guarded, byRoute, async ({ route }) => {
      const outsider = world();
      const request = requestFor(route, scene);
      revealsNothing(await ask(outsider.as('owner'), request), request.outsider, request.body);
    }));

  // In sequence: some of them end all sessions of the stranger.
  const does = async ({ route }: (typeof personal)[number]) => {
    const session = await signIn(stranger.email);
    const request = requestFor(route, scene);
    revealsNothing(await ask(bearer(session), request), request.outsider, request.body);
  };
  test('every route that takes a session acts only on the caller’s own account', () =>
    holdsForEach(personal, byRoute, does, { atOnce: 1 }));

  test('routes that take a session accept no token', () =>
    holdsForEach(personal, byRoute, async ({ route }) => {
      refused(await ask(ours.as('owner'), requestFor(route, scene)), 401, 'not-signed-in');
    }));

  test('our drivers, vehicles and routes cannot be used for their deliveries', async () => {
    const dispatcher = theirs.as('dispatcher');
    const { routeId } = await theirs.anActiveRoute();
    const own = await theirs.aDelivery({ route: { routeId } });
    const { driverId, vehicleId } = scene;

    refused(await dispatcher.post('/deliveries', { routeId: scene.routeId }), 404, 'route-not-found');
    refused(await dispatcher.post('/deliveries', { routeId, driverId }), 404, 'driver-not-found');
    refused(await dispatcher.post('/deliveries', { routeId, vehicleId }), 404, 'vehicle-not-found');
    refused(await dispatcher.put(`${own.path}/driver`, { driverId }), 404, 'driver-not-found');
    refused(await dispatcher.put(`${own.path}/vehicle`, { vehicleId }), 404, 'vehicle-not-found');
    const resolution = `${own.path}/incidents/${scene.incidentId}/resolution`;
    refused(await dispatcher.post(resolution, {}), 404, 'incident-not-found');
  });

  test('a licence, a registration or a reference of ours is not taken for them', async () => {
    const [driver, vehicle] = await Promise.all(
      [`/drivers/${scene.driverId}`, `/vehicles/${scene.vehicleId}`].map(
        async (path) => (await ours.as('auditor').get(path)).body,
      ),
    );
    const outsider = world();
    await outsider.aDriver({ licence: driver.licence });
    await outsider.aVehicle({ registration: vehicle.registration });
    await outsider.aDelivery({ reference: 'SCENE' });
  });

  // Two pages of consents require staff of two organizations.
  const paged = guarded.filter(({ route, input }) => 'cursor' in input.shape && route !== 'GET /emulation-consents');
  test('a cursor of ours is refused for their lists', () =>
    holdsForEach(paged, byRoute, async ({ route }) => {
      const get = (who: Team, of: Scene, query: string) =>
        who.as('owner').get(`${requestFor(route, of).path}?limit=1${query}`);
      const cursor = await eventually(async () => {
        const { nextCursor } = (await get(ours, scene, '')).body;
        expect(nextCursor).toBeTypeOf('string');
        return nextCursor as string;
      });
      names(await get(theirs, other, `&cursor=${cursor}`), 'cursor');
      expect((await get(ours, scene, `&cursor=${cursor}`)).status).toBe(200);
    }));

  test('an idempotency key counts for each organization separately', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() };
    const user = crypto.randomUUID();
    const body = { origin: 'A', destination: 'B', scheduledStart: '2030-01-01T00:00:00Z' };
    const mine = await world().as('dispatcher', { user }).post('/routes', body, key);
    const yours = await theirs.as('dispatcher', { user }).post('/routes', body, key);
    expect(yours.body.routeId).not.toBe(mine.body.routeId);
    refused(await theirs.as('owner').get(`/routes/${mine.body.routeId}`), 404, 'route-not-found');
  });
});

/**
 * What an outdated token still permits, derived from the definition of each route. Routes with `standing: 'current'`
 * check the organization's stream. All others use the role in the token until it expires, at most 15 minutes.
 */
describe('with an outdated token', () => {
  /** Refused requests come first, because an accepted request may change the state for the next one. */
  const inOrder = guarded.toSorted((a, b) => Number(b.standing === 'current') - Number(a.standing === 'current'));
  const byToken = (answer: Answer, route: string) => {
    if (route.startsWith('GET ')) isOpen(answer);
    else expect([401, 403], JSON.stringify(answer.body)).not.toContain(answer.status);
  };
  /** An organization, and a user who was its owner when the token was issued. */
  const formerOwner = async (happens: (team: Team, path: string) => Promise<Answer>) => {
    const team = await aTeam();
    const former = await aUser();
    const body = { email: former.email, role: 'officer' };
    const { invitationId } = good(await team.as('owner').post(`${team.path}/invitations`, body), 201).body;
    good(await former.self.post(`${team.path}/invitations/${invitationId}/acceptance`, {}));
    const path = `${team.path}/members/${former.userId}`;
    good(await team.as('owner').put(`${path}/role`, { role: 'owner' }));
    const scene = await aScene(team, former.userId);
    const token = await former.member();
    good(await happens(team, path));
    return { token, scene };
  };
  type Former = Awaited<ReturnType<typeof formerOwner>>;

  describe('of a removed member', () => {
    let former: Former;
    beforeAll(async () => {
      former = await formerOwner((team, path) => team.as('owner').delete(path));
    });

    const gives = async ({ route, standing }: (typeof inOrder)[number]) => {
      const answer = await ask(former.token, requestFor(route, former.scene));
      if (standing === 'current') refused(answer, 403, 'not-a-member');
      else byToken(answer, route);
    };
    test('no route with current standing is authorized', () => holdsForEach(inOrder, byRoute, gives, { atOnce: 1 }));
  });

  describe('of a member who has a lower role since', () => {
    let former: Former;
    beforeAll(async () => {
      former = await formerOwner((team, path) => team.as('owner').put(`${path}/role`, { role: 'auditor' }));
    });

    /** An auditor can still leave the organization: that request comes last. */
    const lets = ({ role, route }: (typeof inOrder)[number]) =>
      role === 'auditor' ? (route.startsWith('GET ') ? 1 : 2) : 0;
    const goes = async ({ route, role, standing }: (typeof inOrder)[number]) => {
      const answer = await ask(former.token, requestFor(route, former.scene));
      if (standing !== 'current') byToken(answer, route);
      else if (role !== 'auditor') refused(answer, 403, 'role-too-low', { role: 'auditor', least: role });
      else expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    };
    const leavingLast = inOrder.toSorted((a, b) => lets(a) - lets(b));
    test('every route with current standing uses the current role', () =>
      holdsForEach(leavingLast, byRoute, goes, { atOnce: 1 }));
  });
});

describe('for an officer who requests a higher role', () => {
  const giving = guarded.filter(({ grantsAccess, role }) => grantsAccess && role !== 'owner');

  test('every route that gives access refuses a role above officer', () =>
    holdsForEach(giving, byRoute, async ({ route }) => {
      const above = aboveOfficers(route, scene);
      expect(above, 'add a line to test/support/http/requests.ts').toBeDefined();
      if (typeof above !== 'object') return;
      refused(await ask(ours.as('dispatcher'), above), 403, above.code);
    }));
});

const operator = operatorPlatform();
describe.skipIf(!operator)('for staff who act as another user', () => {
  let team: Team;
  let there: Scene;
  let staff: Awaited<ReturnType<typeof aStaff>>;
  beforeAll(async () => {
    staff = await aStaff(operator!.platform);
    team = await aTeam();
    there = await aScene(team);
  });
  afterAll(() => operator?.close());

  describe('as the owner of an organization', () => {
    let acting: Client;
    beforeAll(async () => {
      acting = bearer(await tokenOf(await staff.become(team.owner.userId)));
    });

    const gives = async ({ route, grantsAccess }: (typeof guarded)[number]) => {
      const answer = await ask(acting, requestFor(route, there));
      if (grantsAccess) refused(answer, 403, 'impersonating');
      else if (route.startsWith('GET ')) isOpen(answer);
      else expect([401, 403], JSON.stringify(answer.body)).not.toContain(answer.status);
    };
    test('no route gives lasting access', () => holdsForEach(guarded, byRoute, gives, { atOnce: 1 }));
  });

  const changes = async ({ route, whileActing }: (typeof personal)[number]) => {
    const session = bearer(await staff.become(team.owner.userId));
    const answer = await ask(session, requestFor(route, there));
    if (route.startsWith('GET ') || whileActing === 'always')
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    else refused(answer, 403, 'impersonating');
  };
  test('no route that takes a session changes the account of the user', () =>
    holdsForEach(personal, byRoute, changes, { atOnce: 1 }));

  test('neither session nor token is valid after it is stopped', async () => {
    const session = await staff.become(team.owner.userId);
    const token = bearer(await tokenOf(session));
    expect((await token.get('/deliveries')).status).toBe(200);
    good(await bearer(session).delete('/auth/impersonation'));
    refused(await token.get('/deliveries'), 401, 'not-signed-in');
    refused(await bearer(session).post('/auth/token', {}), 401, 'not-signed-in');
    refused(await bearer(session).get('/auth/me'), 401, 'not-signed-in');
  });
});

test('our data is unchanged after all these requests', async () => {
  expect(await settled(ours, scene)).toEqual(before);
});

/** Every number in a response, at any depth. */
const numbersIn = (value: unknown): number[] => {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
};
