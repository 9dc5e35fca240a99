import type { HttpRequest } from '@waybill/kernel';

/** Where somebody is and with what, as far as a request tells. */
export const whereabouts = ({ header, ip, place }: Pick<HttpRequest<unknown>, 'header' | 'ip' | 'place'>) => ({
  ip: ip ?? 'unknown',
  device: (header('user-agent') ?? 'unknown').slice(0, 512),
  ...(place && { place }),
});
