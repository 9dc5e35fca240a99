/** What the local runtime serves: all contexts, and the routes for developers. Deployed code never imports it. */

export * from './contexts.ts';
export * as identity from './identity/development.ts';
