export { awsPlatform } from './platform.ts';
export { type Meter, tableOf } from './table.ts';
