/** Apart from the index: functions that only send are bundled without the libraries for markdown and HTML. */
export type { Brand } from './render/brand.ts';
export { type EmailContent, type RenderedEmail, renderEmail } from './render/render-email.ts';
export { localeFor, messageLocales } from './templates/catalogue-for.ts';
export { isPurpose, type Purpose, purposes, type TemplateValues } from './templates/purposes.ts';
export { type RenderedTemplate, renderTemplate } from './templates/render-template.ts';
export { unsubscribePage } from './unsubscribe/unsubscribe-page.ts';
