/** Geo: reference data, locations and contacts. One line for each function. */

export { getReferenceData } from './queries/reference-data/get-reference-data.ts';
export { getReferenceEntry } from './queries/reference-data/get-reference-entry.ts';
export { listReferenceData } from './queries/reference-data/list-reference-data.ts';
