import { fingerprint, type HttpRequest } from '@waybill/kernel';

/** The fingerprint of the browser that sends a request, as far as its headers tell it from others. */
export const fingerprintOf = ({ header }: Pick<HttpRequest<unknown>, 'header'>): string =>
  fingerprint({ 'user-agent': header('user-agent'), accept: header('accept') });
