import { digest, type HttpRequest } from '@waybill/kernel';

type Asked = Pick<HttpRequest<unknown>, 'header' | 'ip'>;

/** Where somebody is and with what, as far as a request tells. */
export const whereabouts = ({ header, ip }: Asked) => {
  const [city, country] = [header('cloudfront-viewer-city'), header('cloudfront-viewer-country')];
  return {
    ip: ip ?? 'unknown',
    device: (header('user-agent') ?? 'unknown').slice(0, 512),
    ...(country && { place: city ? `${city}, ${country}` : country }),
  };
};

/** A name for the device that is not one of the person: address and what browsers say of themselves. */
export const deviceOf = ({ header, ip }: Asked): string =>
  digest([ip, ...['user-agent', 'accept-language', 'accept-encoding', 'accept'].map((name) => header(name))].join('|'));
