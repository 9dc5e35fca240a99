import type { HttpRequest, RefusalOf } from '@waybill/kernel';
import { crossSite } from '../session/problems.ts';
import { webUrl } from '../session/web-url.ts';

/** The origins of the console and of the API, from configuration: the client chooses `Host`. */
const origins = (apiUrl: () => string): string[] => {
  const { origin, hostname, port } = new URL(apiUrl());
  // Names of the local machine.
  const ownMachine = hostname === 'localhost' ? ['127.0.0.1', '[::1]'].map((name) => `http://${name}:${port}`) : [];
  const pages = [webUrl(), ...(process.env.WAYBILL_ORIGINS ?? '').split(',')].filter(Boolean);
  return [...pages.map((it) => it.replace(/\/+$/, '')), origin, ...ownMachine];
};

/**
 * Protects against cross-site requests, which a browser sends with the session's cookie. A request that changes
 * something and is authenticated by a cookie needs an allowed `Origin`, if it has one, and a content type or header
 * that no HTML form can send. Otherwise 403 `cross-site`.
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
