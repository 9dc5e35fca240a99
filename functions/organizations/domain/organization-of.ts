import type { StreamReader } from '@waybill/kernel';
import type { Organization } from './organization.ts';

interface ReadsOrganizations {
  readonly organization: StreamReader<Organization>;
}

/** An organisation as it is now. Its id is also the organisation that its stream belongs to. */
export const organizationOf = (
  { organization }: ReadsOrganizations,
  organizationId: string,
): Promise<Organization | undefined> => organization.state(organizationId, { org: organizationId });
