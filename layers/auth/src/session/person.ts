import { type AccessOf, authentication, authenticationBy, impersonating, isRefusal } from '@waybill/kernel';
import type { ImpersonationEnd } from '../../../../events/identity.ts';
import { endImpersonation, endImpersonationNeeds } from '../acting/end-impersonation.ts';
import { noLongerImpersonates, noLongerImpersonatesNeeds } from '../acting/no-longer-impersonates.ts';
import { crossSite, emulating, impersonationEnded } from './problems.ts';
import { mustBeSameSite } from './same-site.ts';
import { type Person, sessionOf, sessionOfNeeds, sessionOfRefuses } from './session-of.ts';

export type { Person } from './session-of.ts';

/** For what changes something: not while the session acts as another user, nor, unless it is allowed, while it emulates. */
const changing = (whileEmulating: boolean) =>
  authentication({
    ...sessionOfNeeds,
    refuses: [...sessionOfRefuses, crossSite, impersonating, ...(whileEmulating ? [] : [emulating])],
    commitsOn: sessionOfRefuses,
    authenticate: async (request, access, { now, apiUrl }) => {
      const found = await sessionOf(request, access, now().toISOString());
      if (isRefusal(found)) return found;
      const { impersonatedBy, emulatedOrganizationId } = found.person.session;
      const no = found.person.byCookie ? mustBeSameSite(request, apiUrl) : undefined;
      if (no) return no;
      if (impersonatedBy) return impersonating();
      return emulatedOrganizationId && !whileEmulating ? emulating() : found;
    },
  });

const impersonatorNeeds = {
  reads: { ...sessionOfNeeds.reads, ...noLongerImpersonatesNeeds.reads },
  writes: { ...sessionOfNeeds.writes, ...endImpersonationNeeds.writes },
  uses: sessionOfNeeds.uses,
};

/** For what a session may also do while it acts as another user, as long as the impersonator is entitled to that. */
const orImpersonator = (reads: boolean) =>
  authentication({
    ...impersonatorNeeds,
    refuses: [...sessionOfRefuses, ...(reads ? [] : [crossSite]), impersonationEnded],
    commitsOn: [...sessionOfRefuses, impersonationEnded],
    authenticate: async (request, access, { now, apiUrl }) => {
      const at = now().toISOString();
      const found = await sessionOf(request, access, at);
      if (isRefusal(found)) return found;
      const { session, byCookie } = found.person;
      const no = !reads && byCookie ? mustBeSameSite(request, apiUrl) : undefined;
      if (no) return no;
      const why = session.impersonatedBy ? await noLongerImpersonates(access, session.id, at) : undefined;
      return why ? ended(access, session.id, why) : found;
    },
  });

/** Ends a session that may no longer act as another user, and records why. */
const ended = async (access: AccessOf<typeof impersonatorNeeds>, sessionId: string, why: ImpersonationEnd) => {
  await access.sessions.delete(sessionId);
  await endImpersonation(access, sessionId, why);
  return impersonationEnded({ why });
};

const [forReading, always, emulatingToo, byOneself] = [
  orImpersonator(true),
  orImpersonator(false),
  changing(true),
  changing(false),
];

/** Finds the user of a session: `as: person`. What is allowed while acting for somebody else is said by `whileActing`. */
export const person = authenticationBy<Person>(({ route = '', whileActing }) => {
  if (route.startsWith('GET ')) return forReading;
  if (whileActing === 'always') return always;
  return whileActing === 'emulating' ? emulatingToo : byOneself;
});
