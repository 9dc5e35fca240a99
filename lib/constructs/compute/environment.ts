import type { Stage } from '../../stage.ts';
import type { Purpose } from '../observability/kept-logs.ts';

/** Contexts that verify the sessions of people: with the credentials library, and knowing the URLs of the API and of the pages. */
const verifiesSessions = (context: string): boolean => ['identity', 'organizations'].includes(context);

/** The purpose of a context's log lines: who was let in or refused is logged by them, and by the authorizer in the foundation. */
export const logsOf = (context: string): Purpose =>
  verifiesSessions(context) || context === 'foundation' ? 'audit' : 'operation';

/** What everything that limits or judges requests is told of them. */
const requestSettings = ({ trustedProxy, addressShare }: Stage): Readonly<Record<string, string>> => ({
  ...(trustedProxy && { WAYBILL_TRUSTED_PROXY: trustedProxy }),
  ...(addressShare && { WAYBILL_ADDRESS_SHARE: String(addressShare) }),
});

/** What the functions of a context are told beside what everybody is. */
export const environmentOf = (context: string, stage: Stage, apiUrl: string): Readonly<Record<string, string>> => ({
  ...requestSettings(stage),
  ...(verifiesSessions(context) && {
    WAYBILL_API_URL: apiUrl,
    WAYBILL_WEB_URL: stage.webUrl,
    ...(stage.origins.length && { WAYBILL_ORIGINS: stage.origins.join(',') }),
  }),
});
