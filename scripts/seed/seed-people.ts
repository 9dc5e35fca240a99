import { setTimeout as pause } from 'node:timers/promises';
import { newId, type Platform } from '@waybill/kernel';
import { organizations } from '#functions/contexts';
import { demoOrg } from '#scripts/local/index';
import { demoPassword, demoPeople } from '../demo/demo-people.ts';

type Person = (typeof demoPeople)[number];

/** The created users: the owner and a token of hers, and the driver. */
export interface Staff {
  readonly token: string;
  readonly owner: string;
  readonly driver: string;
}

/** Signs up a user for each role, who joins the demo organization. Can be repeated after an interruption. */
export const seedPeople = async (url: string, platform: Platform): Promise<Staff> => {
  const [owner, ...others] = demoPeople;
  const session = await signedIn(url, owner);
  const { userId } = await ask(url, 'GET', '/auth/me', undefined, session);
  await organizations.foundOrganization.execute(platform)({
    input: { organizationId: demoOrg, name: 'Demo Couriers', slug: 'demo', type: 'Customer' },
    caller: { userId, orgId: demoOrg, orgType: 'Customer', role: 'owner' },
    key: 'demo',
    correlationId: newId(),
  });
  await ask(url, 'POST', `/organizations/${demoOrg}/activation`, {}, session);
  const { token } = await ask(url, 'POST', '/auth/token', {}, session);
  const joined: Record<string, string> = {};
  for (const person of others) joined[person.role] = await join(url, person, token);
  return { token, owner: userId, driver: joined.agent! };
};

const join = async (url: string, person: Person, token: string): Promise<string> => {
  const session = await signedIn(url, person);
  const { userId } = await ask(url, 'GET', '/auth/me', undefined, session);
  const { items } = await ask(url, 'GET', '/organizations', undefined, session);
  if (items.some(({ organizationId }: any) => organizationId === demoOrg)) return userId;
  const place = `/organizations/${demoOrg}/invitations`;
  const { email, role, name } = person;
  const { invitationId } = await ask(url, 'POST', place, { email, role, name }, token, `invite ${email}`);
  await ask(url, 'POST', `${place}/${invitationId}/acceptance`, {}, session);
  return userId;
};

/** Signs in, and signs up before if there is no such user. */
const signedIn = async (url: string, { email, name }: Person): Promise<string> => {
  const known = await fetch(`${url}/auth/sign-in`, request('POST', { email, password: demoPassword }));
  if (known.ok) return ((await known.json()) as any).token;
  await ask(url, 'POST', '/auth/sign-up', { email, name, password: demoPassword, username: email.split('@')[0]! });
  const token = await mailedToken(url, email);
  return (await ask(url, 'POST', '/auth/verification/confirmation', { token, password: demoPassword })).token;
};

/** Mails arrive a moment after the request. */
const mailedToken = async (url: string, email: string): Promise<string> => {
  for (let tries = 0; tries < 200; tries++) {
    const { items } = await ask(url, 'GET', `/dev/outbox?to=${email}`);
    const mail = items.find(({ purpose }: any) => purpose === 'verification');
    if (mail) return mail.token;
    await pause(100);
  }
  throw new Error(`No mail has arrived for ${email}.`);
};

const request = (method: string, body?: object, token?: string, key?: string): RequestInit => ({
  method,
  headers: {
    ...(body && { 'content-type': 'application/json' }),
    ...(token && { authorization: `Bearer ${token}` }),
    ...(key && { 'idempotency-key': newId(`demo ${key}`) }),
  },
  ...(body && { body: JSON.stringify(body) }),
});

const ask = async (url: string, method: string, path: string, body?: object, token?: string, key?: string) => {
  const response = await fetch(`${url}${path}`, request(method, body, token, key));
  const answer = (await response.json()) as Record<string, any>;
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status} ${answer.code ?? ''}.`);
  return answer;
};
