import type { StreamReader } from '@waybill/kernel';
import type { Organization } from './organization.ts';

interface ReadsOrganizations {
  readonly organization: StreamReader<Organization>;
}

/** The current state of an organization. Its id is also the `org` of its stream. */
export const organizationOf = (
  { organization }: ReadsOrganizations,
  organizationId: string,
): Promise<Organization | undefined> => organization.state(organizationId, { org: organizationId });
