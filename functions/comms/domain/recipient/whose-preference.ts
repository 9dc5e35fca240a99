import { type Caller, keyIdOf, type Refusal, rank, roleTooLow, type StreamReader } from '@waybill/kernel';
import { reaches } from '#events/references';
import { contactNotFound, memberNotFound } from '../problems.ts';
import type { Contact } from './contact.ts';
import { preferenceId } from './preferences.ts';

/** Users have their own preference; officers also those of the contacts of their organization. API keys have none, and see only those of contacts that they reach. */
export const whosePreference = async (
  contactId: string | undefined,
  caller: Caller,
  { contact }: { readonly contact: Pick<StreamReader<Contact>, 'state'> },
): Promise<string | Refusal<'role-too-low' | 'contact-not-found' | 'member-not-found'>> => {
  const { orgId, userId, role } = caller;
  if (contactId === undefined)
    return keyIdOf(caller) === undefined ? preferenceId(orgId, { userId }) : memberNotFound();
  if (rank(role) < rank('officer')) return roleTooLow({ role, least: 'officer' });
  const found = await contact.state(contactId);
  const isKnown = found && !found.deleted && reaches(caller, found.contextKey);
  return isKnown ? preferenceId(orgId, { contactId }) : contactNotFound();
};
