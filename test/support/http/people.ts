import { randomUUID } from 'node:crypto';
import { expect, inject } from 'vitest';
import { type Answer, type Client, eventually, type Place, world } from './world.ts';

export const passphrase = 'seven wet umbrellas';

export interface TestUser {
  readonly email: string;
  readonly name: string;
  readonly userId: string;
  /** The session token, for clients without cookies. */
  readonly session: string;
  /** Requests with the session. */
  readonly self: Client;
  /** Requests as a member of the user's organization: with a new token. */
  readonly member: () => Promise<Client>;
}

export const good = (answer: Answer, status = 200): Answer => {
  expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  return answer;
};

/** Users of the system under test, who sign up, sign in and join organizations. */
export const people = (place: Place = inject('waybill')) => {
  const anonymous = world(place).as('anonymous');
  const { outbox = `${place.url}/dev/outbox` } = place;

  /** Requests with these headers. */
  const clientWith = (headers: Record<string, string>): Client => ({
    get: (path, more) => anonymous.get(path, { ...headers, ...more }),
    delete: (path, more) => anonymous.delete(path, { ...headers, ...more }),
    post: (path, body, more) => anonymous.post(path, body, { ...headers, ...more }),
    put: (path, body, more) => anonymous.put(path, body, { ...headers, ...more }),
    patch: (path, body, more) => anonymous.patch(path, body, { ...headers, ...more }),
    raw: ({ headers: more, ...request }) => anonymous.raw({ ...request, headers: { ...headers, ...more } }),
  });
  const bearer = (token: string) => clientWith({ authorization: `Bearer ${token}` });
  const withKey = (key: string) => clientWith({ 'x-api-key': key });

  /** The newest mail for an address; mails about organizations are sent asynchronously. */
  const mailTo = (email: string, purpose: string): Promise<any> =>
    eventually(async () => {
      const answer = await fetch(`${outbox}?to=${encodeURIComponent(email)}`);
      const { items } = (await answer.json()) as { items: any[] };
      const mail = items.find((it: any) => it.purpose === purpose);
      expect(mail, `${purpose} to ${email}`).toBeDefined();
      return mail;
    });

  const tokenOf = async (session: string): Promise<string> =>
    good(await bearer(session).post('/auth/token', {})).body.token;

  const signIn = async (email: string): Promise<string> =>
    good(await anonymous.post('/auth/sign-in', { email, password: passphrase })).body.token;

  /** Signs up and follows the link in the mail. */
  const aUser = async (name = 'Ada Byron'): Promise<TestUser> => {
    const email = `${randomUUID()}@example.org`;
    good(await anonymous.post('/auth/sign-up', { email, password: passphrase, name }), 202);
    const { token } = await mailTo(email, 'verification');
    const proof = { token, password: passphrase };
    const session = good(await anonymous.post('/auth/verification/confirmation', proof)).body.token as string;
    const self = bearer(session);
    const { userId } = good(await self.get('/auth/me')).body;
    return { email, name, userId, session, self, member: async () => bearer(await tokenOf(session)) };
  };

  /** A new organization, with its owner. */
  const anOrganization = async (name = 'Wheels and Sons') => {
    const owner = await aUser('Olga Owner');
    const { organizationId } = good(await owner.self.post('/organizations', { name }), 201).body;
    const path = `/organizations/${organizationId}`;

    /** Invites a user, who accepts. */
    const join = async (role: 'officer' | 'agent' | 'auditor', newcomer?: TestUser): Promise<TestUser> => {
      const member = newcomer ?? (await aUser());
      const asked = await (await owner.member()).post(`${path}/invitations`, { email: member.email, role });
      const { invitationId } = good(asked, 201).body;
      good(await member.self.post(`${path}/invitations/${invitationId}/acceptance`, {}));
      return member;
    };
    return { organizationId: organizationId as string, path, owner, join };
  };

  /** A new organization with an owner, a dispatcher, a driver and an auditor. */
  const aTeam = async () => {
    const { organizationId, path, owner, join } = await anOrganization();
    const [dispatcher, driver, auditor] = [await join('officer'), await join('agent'), await join('auditor')];
    const users = {
      owner: owner.userId,
      dispatcher: dispatcher.userId,
      driver: driver.userId,
      auditor: auditor.userId,
    };
    return { ...world(place, { org: organizationId, users }), path, owner, dispatcher, driver, auditor };
  };

  return { anonymous, clientWith, bearer, withKey, mailTo, tokenOf, signIn, aUser, anOrganization, aTeam };
};

export type Team = Awaited<ReturnType<ReturnType<typeof people>['aTeam']>>;
