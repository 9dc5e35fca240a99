import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceData } from './reference-data.ts';

/** `npm run reference-data -- VERSION DAY`: writes the reference data as of that day, one entry a line. */
const [version = '', day = ''] = process.argv.slice(2);
if (!/^\d+\.\d+\.\d+$/.test(version) || !/^\d{4}-\d\d-\d\d$/.test(day)) {
  console.error('Usage: npm run reference-data -- 1.2.0 2026-06-01');
  process.exit(2);
}

const entry = ([key, value]: [string, unknown]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`;
const section = ([key, value]: [string, unknown]) =>
  typeof value === 'object' && value !== null
    ? `${JSON.stringify(key)}:{\n${Object.entries(value).map(entry).join(',\n')}\n}`
    : entry([key, value]);
const text = `{\n${Object.entries(referenceData(version, day)).map(section).join(',\n')}\n}\n`;
const file = join(import.meta.dirname, '../../layers/geo/src/data/reference-data.json');
writeFileSync(file, text);
console.log(`${file}: ${Buffer.byteLength(text)} bytes`);
