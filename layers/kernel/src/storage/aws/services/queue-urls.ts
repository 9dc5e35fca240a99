/**
 * The URLs of the queues to which a function sends, from its environment: `WAYBILL_QUEUE_MAILS_URL` is the URL of
 * `mails`.
 */
export const queueUrls = (
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> => {
  const posted = Object.entries(environment).flatMap(([variable, url]) => {
    const [, name] = /^WAYBILL_QUEUE_([A-Z0-9_]+)_URL$/.exec(variable) ?? [];
    return name ? [[name.toLowerCase().replaceAll('_', '-'), url] as const] : [];
  });
  return { ...Object.fromEntries(posted), parked: environment.WAYBILL_PARKED_QUEUE_URL };
};
