import { fingerprint, type HttpRequest } from '@waybill/kernel';

/** A fingerprint of the browser that sent a request, computed from its headers. */
export const fingerprintOf = ({ header }: Pick<HttpRequest<unknown>, 'header'>): string =>
  fingerprint({ 'user-agent': header('user-agent'), accept: header('accept') });
