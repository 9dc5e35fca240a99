/** Where people find our pages: links in mails lead there. */
export const webUrl = (): string => process.env.WAYBILL_WEB_URL ?? 'http://localhost:5173';
