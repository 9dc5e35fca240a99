import type { Platform } from '@waybill/kernel';
import { type Organization, organization } from './organization.ts';
import { streamIn } from './streams.ts';

/** An organisation as it is now, strongly consistent. */
export const organizationOf = async (
  { events }: Pick<Platform, 'events'>,
  organizationId: string,
): Promise<Organization | undefined> =>
  organization.fold(await events.read(streamIn(organizationId, organization.name, organizationId)));
