export { sourceFrom } from './source-from.ts';
export { type WhoIsAnswer, whoIs } from './who-is.ts';
export type { WhoIsFacts } from './who-is-facts.ts';
