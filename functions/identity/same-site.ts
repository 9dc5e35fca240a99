import { type HttpRequest, Problem } from '@waybill/kernel';
import { webUrl } from './web-url.ts';

const origins = () =>
  [webUrl(), ...(process.env.WAYBILL_ORIGINS ?? '').split(',')].filter(Boolean).map((it) => it.replace(/\/+$/, ''));

/**
 * A browser sends its cookie for whoever asks it to. What changes something by a cookie must come from a page of ours:
 * with an `Origin` of ours, if there is one, and as no form can send it. Throws 403 `cross-site`.
 */
export const ofOurs = ({ header }: Pick<HttpRequest<unknown>, 'header'>): void => {
  const origin = header('origin');
  const host = header('host') ?? '';
  const here = [`https://${host}`, ...(isOwnMachine(host) ? [`http://${host}`] : [])];
  if (origin !== undefined && ![...origins(), ...here].includes(origin)) throw new Problem(403, 'cross-site');
  const typed = /^application\/json\b/i.test(header('content-type') ?? '');
  if (!typed && header('x-requested-with') === undefined) throw new Problem(403, 'cross-site');
};

const isOwnMachine = (host: string) => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
