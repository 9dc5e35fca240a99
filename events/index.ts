/** All published events: one line for each context. */

export * as comms from './comms.ts';
export * as deliveries from './deliveries.ts';
export * as fleet from './fleet.ts';
export * as geo from './geo.ts';
export * as identity from './identity.ts';
export * as organizations from './organizations.ts';
export * as routes from './routes.ts';
