import type { HttpRequest } from '@waybill/kernel';

/** The address, browser and place of a request, as far as they are known. */
export const requestOrigin = ({ header, ip, place }: Pick<HttpRequest<unknown>, 'header' | 'ip' | 'place'>) => ({
  ip: ip ?? 'unknown',
  device: (header('user-agent') ?? 'unknown').slice(0, 512),
  ...(place && { place }),
});
