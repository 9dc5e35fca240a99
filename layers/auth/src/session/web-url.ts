/** The address of the web console, used in mailed links. */
export const webUrl = (): string => process.env.WAYBILL_WEB_URL ?? 'http://localhost:5173';
