import type { StreamReader } from '@waybill/kernel';
import type { Organization } from './organization.ts';

/** The handles of a function that declared to read organizations. */
export interface ReadsOrganizations {
  readonly organization: StreamReader<Organization>;
}

/** The current state of an organization. The organization's stream belongs to the organization itself. */
export const organizationOf = (
  { organization }: ReadsOrganizations,
  organizationId: string,
): Promise<Organization | undefined> => organization.state(organizationId, { org: organizationId });
