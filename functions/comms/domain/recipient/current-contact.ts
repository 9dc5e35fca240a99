import type { StreamReader } from '@waybill/kernel';
import type { Contact } from './contact.ts';

/** A bound for one request: a contact is hardly replaced that often between a mail and the click in it. */
const mostReplacements = 50;

/** The contact that has replaced another one, and was not replaced itself. Without a replacement, the same. */
export const currentContact = async (
  contactId: string,
  org: string,
  contact: Pick<StreamReader<Contact>, 'state'>,
): Promise<string> => {
  let current = contactId;
  for (let i = 0; i < mostReplacements; i++) {
    const next = (await contact.state(current, { org }))?.replacedBy;
    if (next === undefined) return current;
    current = next;
  }
  return current;
};
