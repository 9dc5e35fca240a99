import type { Platform } from '@waybill/kernel';
import type { OrgType } from '#events/identity';
import { organization } from './organization.ts';
import { streamIn } from './streams.ts';

/** What kind of organisation it is, if there is one. */
export const typeOf = async ({ events }: Platform, orgId: string): Promise<OrgType | undefined> =>
  organization.replay(await events.read(streamIn(orgId, 'organization', orgId)))?.type;
