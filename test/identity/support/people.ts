import { keptToken, type Session, sessions, type User, users } from '@waybill/auth';
import {
  type Caller,
  newId,
  type Platform,
  type RecordChange,
  type RecordedEvent,
  type RecordStore,
} from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { type Asked, ask } from '../../kernel/support/asking.ts';
import { organizationIn } from '../../organizations/support/organizations.ts';

type Fn = Parameters<typeof ask>[1];
type What = Pick<Asked, 'path' | 'query' | 'body' | 'key' | 'headers'>;

/** People who are signed in already, on any platform. */
export const usersOf = (platform: Platform) => {
  const put = (...entries: RecordChange[]) => platform.events.commit({ records: entries });
  const first = <Data extends object>(store: RecordStore<Data>, id: string, data: Data): RecordChange => ({
    store,
    id,
    before: undefined,
    after: { data },
  });

  /** A user who is signed up and signed in. */
  const aUser = async (name: string, more: Partial<User> = {}, session: Partial<Session> = {}) => {
    const [userId, token, sessionId] = [newId(`user ${name}`), newId(`token ${name}`), newId(`session ${name}`)];
    const at = platform.clock().toISOString();
    const user: User = {
      id: userId,
      name,
      email: `${name.toLowerCase()}@example.com`,
      username: name.toLowerCase(),
      emailVerified: true,
      createdAt: at,
      updatedAt: at,
      ...more,
    };
    const stored: Session = {
      id: sessionId,
      userId,
      token: keptToken(token),
      expiresAt: '2027-05-04T12:00:00.000Z',
      createdAt: at,
      updatedAt: at,
      ...session,
    };
    await put(first(users, userId, user), first(sessions, sessionId, stored));

    const headers = { authorization: `Bearer ${token}` };
    const sessionNow = async () => (await platform.records.get(sessions, sessionId))!.data;
    return {
      userId,
      email: user.email,
      /** Requests of a user who is signed in. */
      ask: (fn: Fn, what: What = {}) =>
        ask(platform, fn, { as: null, ...what, headers: { ...headers, ...what.headers } }),
      /** With a token for the active organization, as it would be minted now. */
      order: async (fn: Fn, what: What = {}, as: Partial<Caller> = {}) => {
        const { activeOrganizationId } = await sessionNow();
        const orgId = activeOrganizationId ?? undefined;
        const { type: orgType, members } = (orgId && (await organizationIn(platform, orgId))) || {};
        const at = members?.[userId] && { orgId, orgType, role: members[userId].role };
        return ask(platform, fn, { as: { userId, ...at, ...as } as Partial<Caller>, ...what });
      },
      session: sessionNow,
    };
  };

  return { aUser };
};

/** A platform in memory with a clock of its own, and people in it. */
export const memoryWithUsers = (parts: (platform: Platform) => Partial<Platform> = () => ({})) => {
  let now = Date.parse('2026-05-04T12:00:00.000Z');
  const appended: RecordedEvent[] = [];
  const whole = memory({ clock: () => new Date(now), onAppend: (events) => appended.push(...events) });
  const platform: Platform = { ...whole, ...parts(whole) };
  return {
    platform,
    appended,
    ...usersOf(platform),
    later: (days: number) => {
      now += days * 86_400_000;
    },
    at: (time: string) => {
      now = Date.parse(time);
    },
  };
};

/** An event as a reaction receives it from its queue: without personal fields. */
export const queueEvent = (
  { stream, version, type, revision, data, at, by, correlationId, causationId, commandId }: RecordedEvent,
  times = 1,
) => {
  const { email, name, ...said } = data;
  const { context, org, aggregate, id: aggregateId } = stream;
  const detail = {
    id: newId(`${org} ${aggregate} ${aggregateId} ${version}`),
    ...{ type, revision, org, context, aggregate, aggregateId, version, at, by, correlationId, causationId, commandId },
    data: said,
  };
  return {
    Records: Array.from({ length: times }, (_, i) => ({ messageId: `m${i}`, body: JSON.stringify({ detail }) })),
  };
};
