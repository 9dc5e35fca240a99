import { X509Certificate } from 'node:crypto';
import { safeFetch } from '../http/safe-fetch.ts';
import { SnsUnavailable } from './sns-unavailable.ts';

/** Gives the certificate at a URL of SNS; `undefined` if there is none, or it is not valid now. Throws `SnsUnavailable`. */
export type SnsCertificates = (url: URL, now: Date) => Promise<X509Certificate | undefined>;

type Fetched = (url: string) => Promise<string | undefined>;

const overHttps: Fetched = async (url) => {
  const answer = await safeFetch(url, { method: 'GET' }, { timeoutMs: 3_000 });
  if (answer.outcome !== 'answered' || answer.status >= 500) throw new SnsUnavailable('no answer');
  return answer.status === 200 ? answer.body : undefined;
};

/** SNS uses few certificates, for years. More would be an attempt to fill the memory. */
const most = 20;

/** Certificates are loaded once per container, and again after a failure. */
export const snsCertificates = (fetched: Fetched = overHttps): SnsCertificates => {
  const known = new Map<string, Promise<X509Certificate | undefined>>();
  const load = async (url: string) => {
    try {
      const certificate = certificateIn(await fetched(url));
      if (!certificate) known.delete(url);
      return certificate;
    } catch (error) {
      known.delete(url);
      throw error;
    }
  };
  return async ({ href }, now) => {
    if (!known.has(href) && known.size >= most) known.clear();
    const loading = known.get(href) ?? load(href);
    known.set(href, loading);
    const certificate = await loading;
    if (!certificate) known.delete(href);
    const isValid = certificate && certificate.validFromDate <= now && now <= certificate.validToDate;
    return isValid ? certificate : undefined;
  };
};

const certificateIn = (pem: string | undefined): X509Certificate | undefined => {
  try {
    return pem ? new X509Certificate(pem) : undefined;
  } catch {
    // Not a certificate: what SNS never answers.
    return undefined;
  }
};
