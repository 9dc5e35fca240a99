/** What the local runtime serves: all that is deployed, and the routes for developers. No code that is deployed imports it. */

export * from './contexts.ts';
export * as identity from './identity/development.ts';
