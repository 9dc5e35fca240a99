import ipaddr from 'ipaddr.js';
import type { Client } from '../../http/client/client.ts';
import { digest } from '../../ids.ts';
import { addressShare } from '../address-share.ts';
import { networkOf } from '../network.ts';
import type { Counted } from './limiter.ts';
import type { Meter, Subject } from './meter.ts';

const minute = 60;
const day = 86_400;

/** How many requests are allowed, in a sliding window of a minute unless the name says otherwise. */
export interface RateLimits {
  /** One device of a network, by its fingerprint. */
  readonly device: number;
  /** One network: an IPv4 address, or an IPv6 /64. */
  readonly address: number;
  /** One network, in ten seconds. */
  readonly burst: number;
  /** One city of a country. */
  readonly city: number;
  readonly country: number;
  /** One API key, in place of the device, unless it was created with its own. */
  readonly key: number;
  /** One API key in 24 hours, unless it was created with its own. */
  readonly keyDay: number;
}

export const rateLimits: RateLimits = {
  device: 100,
  address: 5_000,
  burst: 100,
  city: 25_000,
  country: 100_000,
  key: 600,
  keyDay: 100_000,
};

/** The API key of a request, from the authorizer. */
export interface KeyQuota {
  readonly id: string;
  readonly perMinute?: number | undefined;
  readonly perDay?: number | undefined;
}

const localRanges = ['private', 'loopback', 'linkLocal', 'uniqueLocal', 'unspecified', 'carrierGradeNat'];
const isLocal = (ip: string): boolean => localRanges.includes(ipaddr.process(ip).range());

/** The counters of a request. Private, loopback and link-local addresses have no network, city or country. */
export const countedFor = (
  { ip, device, where }: Pick<Client, 'ip' | 'device' | 'where'>,
  key: KeyQuota | undefined,
  limits: RateLimits = rateLimits,
): Counted => {
  if (ip === undefined) return { wide: [] };
  const share = addressShare();
  const one = { seconds: minute, isOneOfMany: true };
  // 36 bits of a digest: of 600 devices of one network, two have the same field once in 400,000 minutes.
  const who: Meter = key
    ? { ...one, name: 'key', limit: key.perMinute ?? limits.key, field: `k-${digest(key.id).slice(0, 6)}` }
    : { ...one, name: 'device', limit: limits.device * share, field: `d-${digest(device).slice(0, 6)}` };
  const isPublic = !isLocal(ip);
  const network = isPublic ? networkOf(ip) : `${who.field} ${ip}`;
  return {
    near: {
      key: digest(`network ${network}`),
      seconds: minute,
      meters: [
        who,
        ...(isPublic
          ? [
              { name: 'address', limit: limits.address * share, seconds: minute, field: 'm' },
              { name: 'burst', limit: limits.burst * share, seconds: 10, field: 't' },
            ]
          : []),
      ],
    },
    wide: [...(key ? ofKey(key, limits) : []), ...(isPublic ? ofPlace(where, limits) : [])],
  };
};

/** One network's part of a key's requests is counted exactly, with the network; the sum of all networks in batches. */
const ofKey = ({ id, perMinute, perDay }: KeyQuota, { key, keyDay }: RateLimits): readonly Subject[] => {
  const most = perMinute ?? key;
  const batch = most / 100;
  return [
    subject(`key ${id}`, { name: 'key', limit: most, seconds: minute, field: 'm', batch }),
    subject(`key-day ${id}`, { name: 'key-day', limit: perDay ?? keyDay, seconds: day, field: 'm' }),
  ];
};

const ofPlace = ({ country, city }: Client['where'], limits: RateLimits): readonly Subject[] => {
  if (country === undefined) return [];
  const isFree = (process.env.WAYBILL_FREE_COUNTRIES ?? '').split(',').includes(country);
  return [
    ...(city === undefined
      ? []
      : [subject(`city ${city}, ${country}`, { name: 'city', limit: limits.city, seconds: minute, field: 'm' })]),
    ...(isFree
      ? []
      : [subject(`country ${country}`, { name: 'country', limit: limits.country, seconds: minute, field: 'm' })]),
  ];
};

const subject = (name: string, meter: Meter): Subject => ({
  key: digest(name),
  seconds: meter.seconds,
  meters: [meter],
});
