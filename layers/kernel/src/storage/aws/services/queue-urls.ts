/** Where the queues are that a function posts to, from its environment: `WAYBILL_QUEUE_MAILS_URL` is where `mails` is. */
export const queueUrls = (
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> => {
  const posted = Object.entries(environment).flatMap(([variable, url]) => {
    const [, name] = /^WAYBILL_QUEUE_([A-Z0-9_]+)_URL$/.exec(variable) ?? [];
    return name ? [[name.toLowerCase().replaceAll('_', '-'), url] as const] : [];
  });
  return { ...Object.fromEntries(posted), parked: environment.WAYBILL_PARKED_QUEUE_URL };
};
