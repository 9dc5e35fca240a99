import { type AccessOf, authentication, authenticationBy, impersonating, isRefusal } from '@waybill/kernel';
import type { ImpersonationEnd } from '../../../../events/identity.ts';
import { endImpersonation, endImpersonationNeeds } from '../acting/end-impersonation.ts';
import { noLongerImpersonates, noLongerImpersonatesNeeds } from '../acting/no-longer-impersonates.ts';
import { mustBeSameSite } from '../token/same-site.ts';
import { crossSite, emulating, impersonationEnded } from './problems.ts';
import { type Person, sessionOf, sessionOfNeeds, sessionOfRefuses } from './session-of.ts';

export type { Person } from './session-of.ts';

/** For operations that change something: refused while impersonating and, unless allowed, while emulating. */
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

/** For operations that are allowed while impersonating, as long as the impersonator is entitled to impersonate. */
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

/**
 * Authenticates the user of a session: `as: person`. `whileActing` states what is allowed while impersonating or
 * emulating.
 */
export const person = authenticationBy<Person>(({ route = '', whileActing }) => {
  if (route.startsWith('GET ')) return forReading;
  if (whileActing === 'always') return always;
  return whileActing === 'emulating' ? emulatingToo : byOneself;
});
