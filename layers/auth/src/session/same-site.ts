import type { HttpRequest, RefusalOf } from '@waybill/kernel';
import { crossSite } from './problems.ts';
import { webUrl } from './web-url.ts';

/** The console's pages, and the API itself: as configured, because `Host` is chosen by whoever sends a request. */
const origins = (apiUrl: () => string): string[] => {
  const { origin, hostname, port } = new URL(apiUrl());
  // One machine has three names for itself.
  const ownMachine = hostname === 'localhost' ? ['127.0.0.1', '[::1]'].map((name) => `http://${name}:${port}`) : [];
  const pages = [webUrl(), ...(process.env.WAYBILL_ORIGINS ?? '').split(',')].filter(Boolean);
  return [...pages.map((it) => it.replace(/\/+$/, '')), origin, ...ownMachine];
};

/**
 * Protects from cross-site requests, which a browser sends with the session's cookie. What changes something by a cookie has
 * an allowed `Origin`, if there is one, and a content type or header that no form can send. Otherwise 403 `cross-site`.
 */
export const mustBeSameSite = (
  { header }: Pick<HttpRequest<unknown>, 'header'>,
  apiUrl: () => string,
): RefusalOf<readonly [typeof crossSite]> | undefined => {
  const origin = header('origin');
  if (origin !== undefined && !origins(apiUrl).includes(origin)) return crossSite();
  const typed = /^application\/json\b/i.test(header('content-type') ?? '');
  return typed || header('x-requested-with') !== undefined ? undefined : crossSite();
};
