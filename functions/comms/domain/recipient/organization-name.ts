import { externalAggregate } from '@waybill/kernel';
import { OrganizationCreated, OrganizationRenamed } from '#events/organizations';

/** The name of an organization, as messages show it. */
export const organizationName = externalAggregate('organizations', 'organization')
  .begin(OrganizationCreated, ({ name }) => ({ name }))
  .on(OrganizationRenamed, (_, { name }) => ({ name }));
