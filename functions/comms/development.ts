/** Comms in the local runtime: the deployed functions, and `deliver` with an outbox in place of providers. */

export { deliver } from './development/deliver.ts';
export * from './manifest.ts';
