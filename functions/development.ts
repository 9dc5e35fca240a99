/** What the local runtime serves: all contexts, and the routes for developers. Deployed code never imports it. */

export * as comms from './comms/development.ts';
export * from './contexts.ts';
