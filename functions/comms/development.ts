/** Comms in the local runtime: the deployed functions, `deliver` with an outbox in place of providers, and the outbox. */

export { deliver } from './development/deliver.ts';
export { readOutbox } from './development/read-outbox.ts';
export * from './manifest.ts';
