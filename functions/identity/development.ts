/** Identity as the local runtime serves it: all that is deployed, and the routes for developers. */

export { readOutbox } from './development/read-outbox.ts';
export * from './manifest.ts';
