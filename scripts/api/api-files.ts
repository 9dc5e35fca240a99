import type { Contexts } from '@waybill/kernel';
import { allProblems, openapi } from '#scripts/openapi/index';
import { apiInfo } from './api-info.ts';
import { problemsPage } from './problems-page.ts';

/** The committed files that describe the API, by path; generated from the manifests. */
export const apiFiles = (contexts: Contexts): Readonly<Record<string, string>> => ({
  'docs/api/openapi.json': `${JSON.stringify(openapi(contexts, apiInfo()), null, 2)}\n`,
  'docs/api/problems.md': problemsPage(allProblems(contexts)),
});
