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
const written = (name: string, data: object) => {
  const text = `{\n${Object.entries(data).map(section).join(',\n')}\n}\n`;
  const file = join(import.meta.dirname, '../../layers/geo/src/data', name);
  writeFileSync(file, text);
  console.log(`${file}: ${Buffer.byteLength(text)} bytes`);
};

const data = referenceData(version, day);
written('reference-data.json', data);
/** What a function needs that only asks whether a code exists: a fifth of the data, because it starts sooner. */
const joined = (codes: object) => Object.keys(codes).join(' ');
written('codes.json', {
  countries: joined(data.countries),
  subdivisions: data.subdivisionCodes,
  locales: Object.fromEntries(Object.entries(data.locales).map(([language, all]) => [language, joined(all)])),
});
