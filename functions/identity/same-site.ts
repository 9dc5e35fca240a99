import { type HttpRequest, type Platform, Problem } from '@waybill/kernel';
import { crossSite } from './problems.ts';
import { webUrl } from './web-url.ts';

/** Our pages, and the API itself: by configuration, for the `Host` of a request is what its sender says. */
const origins = ({ apiUrl }: Pick<Platform, 'apiUrl'>): string[] => {
  const { origin, hostname, port } = new URL(apiUrl());
  // One machine has three names for itself.
  const ownMachine = hostname === 'localhost' ? ['127.0.0.1', '[::1]'].map((name) => `http://${name}:${port}`) : [];
  const pages = [webUrl(), ...(process.env.WAYBILL_ORIGINS ?? '').split(',')].filter(Boolean);
  return [...pages.map((it) => it.replace(/\/+$/, '')), origin, ...ownMachine];
};

/**
 * A browser sends its cookie for whoever asks it to. What changes something by a cookie must come from a page of ours:
 * with an `Origin` of ours, if there is one, and as no form can send it. Throws 403 `cross-site`.
 */
export const ofOurs = ({ header }: Pick<HttpRequest<unknown>, 'header'>, platform: Pick<Platform, 'apiUrl'>): void => {
  const origin = header('origin');
  if (origin !== undefined && !origins(platform).includes(origin)) throw Problem.of(crossSite());
  const typed = /^application\/json\b/i.test(header('content-type') ?? '');
  if (!typed && header('x-requested-with') === undefined) throw Problem.of(crossSite());
};
