/** Identity in the local runtime: the deployed functions and the routes for developers. */

export { readOutbox } from './development/read-outbox.ts';
export * from './manifest.ts';
