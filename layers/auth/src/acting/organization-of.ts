import type { StreamReader } from '@waybill/kernel';
import type { Organization } from './organization.ts';

/** The handles of a function that declared to read organisations. */
export interface ReadsOrganizations {
  readonly organization: StreamReader<Organization>;
}

/** The current state of an organisation. The organisation's stream belongs to the organisation itself. */
export const organizationOf = (
  { organization }: ReadsOrganizations,
  organizationId: string,
): Promise<Organization | undefined> => organization.state(organizationId, { org: organizationId });
