import { type Contexts, isHttp, type ProblemType } from '@waybill/kernel';
import { problemsOf } from '@waybill/kernel/problems/problems-of';
import { expect, test } from 'vitest';
import * as contexts from '#functions/contexts';
import * as declared from '#functions/identity/domain/problems';
import { problemsIn } from '#scripts/openapi/index';

const operations = Object.values(contexts as Contexts)
  .flatMap((manifest) => Object.values(manifest))
  .map(({ definition }) => definition)
  .filter(isHttp);
const types = Object.values(declared) as ProblemType[];

test('every problem of identity is a refusal of some operation', () => {
  const refused = new Set(operations.flatMap(problemsOf));
  expect(types.filter((type) => !refused.has(type)).map(({ code }) => code)).toEqual([]);
});

test('every problem of identity is in the OpenAPI document', () => {
  const described = problemsIn(contexts as Contexts);
  const statuses = (code: string) => described.find((it) => it.code === code)?.statuses ?? [];
  expect(types.filter(({ code, status }) => !statuses(code).includes(status)).map(({ code }) => code)).toEqual([]);
});

test('every problem and each of its fields has a description', () => {
  const silent = types.filter(
    ({ description, reasons }) =>
      !/^[A-Z].*\.$/.test(description) ||
      Object.entries<any>(reasons).some(([name, schema]) => name !== 'errors' && !schema.description),
  );
  expect(silent.map(({ code }) => code)).toEqual([]);
});
