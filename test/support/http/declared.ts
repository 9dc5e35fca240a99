import { type Definition, isHttp } from '@waybill/kernel';
import { problemsOf } from '@waybill/kernel/problems/problems-of';
import { expect } from 'vitest';

/** A problem that a function returns must be declared, with this status. */
export const isDeclared = (definition: Definition | undefined, status: number, code: string | undefined): void => {
  if (!definition || !isHttp(definition) || status < 400) return;
  const declared = problemsOf(definition).map((type) => `${type.status} ${type.code}`);
  expect(declared, `what ${definition.route} refuses with`).toContain(`${status} ${code}`);
};
