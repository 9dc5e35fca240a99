/** All bounded contexts, one line each. */

export * as audit from './audit/manifest.ts';
export * as comms from './comms/manifest.ts';
export * as deliveries from './deliveries/manifest.ts';
export * as fleet from './fleet/manifest.ts';
export * as geo from './geo/manifest.ts';
export * as identity from './identity/manifest.ts';
export * as organizations from './organizations/manifest.ts';
export * as platform from './platform/manifest.ts';
export * as routes from './routes/manifest.ts';
