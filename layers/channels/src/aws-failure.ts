import { type SendResult, unavailable } from './send-result.ts';

/** What all AWS services fail with, by the name of the error; `undefined` for what the service itself refuses. */
export const awsFailure = (service: string, error: unknown): SendResult | undefined => {
  if (!(error instanceof Error)) return undefined;
  const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  if (/credential|accessdenied|authorization|unrecognizedclient|signature|expiredtoken|invalidclienttoken/i.test(name))
    return unavailable(`${service} refused the credentials or the permissions of the function (${name}).`);
  if (/throttl|toomanyrequests|limitexceeded/i.test(name))
    return unavailable(`${service}'s rate limit or quota is exhausted (${name}).`);
  const status = $metadata?.httpStatusCode;
  if (status === undefined || status < 400) return unavailable(`${service} could not be reached (${name}).`);
  return status >= 500 ? unavailable(`${service} failed (${status} ${name}).`) : undefined;
};
