import { readFileSync } from 'node:fs';
import { tags } from '#functions/tags';
import type { ApiInfo } from '#scripts/openapi/index';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The description of the API as a whole. */
export const apiInfo = (): ApiInfo => ({
  title: 'Waybill',
  version: JSON.parse(read('package.json')).version,
  // The file's top heading is of level 1; in the document it is below the title.
  description: read('docs/api/introduction.md').replace(/^# .*\n+/, ''),
  tags,
});
