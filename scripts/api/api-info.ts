import { readFileSync } from 'node:fs';
import { tags } from '#functions/tags';
import type { ApiInfo } from '#scripts/openapi/index';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** What the API's description says about itself, beside the operations. */
export const apiInfo = (): ApiInfo => ({
  title: 'Waybill',
  version: JSON.parse(read('package.json')).version,
  // Headings begin at the first level in the file, and below the title of the page in the document.
  description: read('docs/api/introduction.md').replace(/^# .*\n+/, ''),
  tags,
});
