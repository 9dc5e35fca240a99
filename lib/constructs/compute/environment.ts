import { networksIn } from '@waybill/kernel';
import type { Stage } from '../../stage.ts';
import type { Purpose } from '../observability/kept-logs.ts';

/** Contexts that verify sessions: they have the authentication library, and the URL of the web app. */
const verifiesSessions = (context: string): boolean => ['identity', 'organizations'].includes(context);

/** The purpose of a context's logs. These contexts, and the foundation's authorizer, log granted and refused access. */
export const logsOf = (context: string): Purpose =>
  verifiesSessions(context) || context === 'foundation' ? 'audit' : 'operation';

/** Variables of functions that limit or authorize requests. Throws for a network or country that is not one. */
export const requestSettings = (stage: Stage): Readonly<Record<string, string>> => {
  const { trustedProxy, trustedNetworks = [], addressShare, freeCountries = [] } = stage;
  const networks = trustedNetworks.join(',');
  networksIn(networks);
  const [noCountry] = freeCountries.filter((country) => !/^[A-Z]{2}$/.test(country));
  if (noCountry !== undefined) throw new Error(`${noCountry} is no country: two capital letters (ISO 3166-1).`);
  return {
    ...(trustedProxy && { WAYBILL_TRUSTED_PROXY: trustedProxy }),
    ...(networks && { WAYBILL_TRUSTED_NETWORKS: networks }),
    ...(addressShare && { WAYBILL_ADDRESS_SHARE: String(addressShare) }),
    ...(freeCountries.length && { WAYBILL_FREE_COUNTRIES: freeCountries.join(',') }),
  };
};

/** Variables of a context's functions beside those that all functions have. Messages of comms have links to the API. */
export const environmentOf = (context: string, stage: Stage, apiUrl: string): Readonly<Record<string, string>> => ({
  ...requestSettings(stage),
  ...((verifiesSessions(context) || context === 'comms') && { WAYBILL_API_URL: apiUrl }),
  ...(verifiesSessions(context) && {
    WAYBILL_WEB_URL: stage.webUrl,
    ...(stage.origins.length && { WAYBILL_ORIGINS: stage.origins.join(',') }),
  }),
});
