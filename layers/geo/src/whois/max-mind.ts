import type { AsnResponse, CityResponse, Reader } from 'maxmind';
import { factsFrom } from './facts-from.ts';
import type { WhoIsSource } from './who-is-source.ts';

interface Files {
  /** A GeoLite2 or GeoIP2 City database. */
  readonly city: string;
  readonly asn?: string | undefined;
}

/** A MaxMind database: a file beside the function, of which each container reads the whole into memory once. */
export const maxMind = ({ city, asn }: Files): WhoIsSource => {
  let opening: Promise<readonly [Reader<CityResponse>, Reader<AsnResponse> | undefined]> | undefined;
  const opened = () => {
    opening ??= open(city, asn);
    // A file that cannot be read now may be readable later.
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  };
  return async (ip) => {
    const [cities, networks] = await opened();
    const [place, network] = [cities.get(ip), networks?.get(ip)];
    return place || network ? factsFrom(rawFrom(place, network)) : undefined;
  };
};

const open = async (city: string, asn: string | undefined) => {
  const { open } = await import('maxmind');
  return Promise.all([open<CityResponse>(city), asn === undefined ? undefined : open<AsnResponse>(asn)]);
};

const rawFrom = (place: CityResponse | null, network: AsnResponse | null | undefined) => {
  const { country, subdivisions: [subdivision] = [], city, postal, location, traits } = place ?? {};
  const code = country?.iso_code;
  return {
    country: code,
    region: subdivision?.names?.en,
    subdivision: code && subdivision?.iso_code ? `${code}-${subdivision.iso_code}` : undefined,
    city: city?.names.en,
    postalCode: postal?.code,
    coordinates: location,
    asn: network?.autonomous_system_number,
    asName: network?.autonomous_system_organization,
    isAnycast: traits?.is_anycast,
  };
};
