import { digest, recordStore } from '@waybill/kernel';
import type { ChannelName } from '#events/comms';

/** An address that a provider has refused. It is not written to again, except for sensitive notifications. */
export interface RefusedAddress {
  readonly at: string;
  readonly reason: string;
}

/** By organization, channel and a digest of the address. */
export const refusedAddresses = recordStore<RefusedAddress>('comms', 'refused-address');

export const refusedAddressId = (org: string, channel: ChannelName, address: string): string =>
  `${org} ${channel} ${digest(address.toLowerCase())}`;

const keptMs = 180 * 86_400_000;

/** After half a year it is tried again: mailboxes are repaired, and numbers are given to others. */
export const refusedUntil = (now: string): string => new Date(Date.parse(now) + keptMs).toISOString();
