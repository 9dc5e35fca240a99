import type { HttpDefinition } from '@waybill/kernel/function';
import type { ProblemType } from '@waybill/kernel/problems/problem';
import { commandsOf, problemsOf } from '@waybill/kernel/problems/problems-of';
import { headersOf, quotaHeaderNames, type ResponseHeader } from './headers.ts';
import { pascal } from './pascal.ts';
import { oneProblemOf, type ProblemSchemas } from './problem-schemas.ts';

/** The problems of an operation, by status. */
export type Refusals = (definition: HttpDefinition) => Readonly<Record<string, object>>;

/** Each status with its codes. Problems of the HTTP edge are the same for many operations, and shared components. */
export const refusalsWith = (problems: ProblemSchemas): Refusals => {
  const shared = new Map<string, object>();
  const sharedRefusal = (status: number, types: readonly ProblemType[]) => {
    const id = types.map(({ code }) => pascal(code)).join('Or');
    const made = shared.get(id) ?? { id, ...refusalOf(status, types, problems) };
    shared.set(id, made);
    return made;
  };

  return (definition) => {
    const own = new Set<string>(declaredBy(definition).map(({ code }) => code));
    const isShared = ({ code }: ProblemType) => !own.has(code) && !/-not-found$|-already-exists$/.test(code);
    return Object.fromEntries(
      [...Map.groupBy(problemsOf(definition), ({ status }) => status)].map(([status, types]) => {
        const byCode = [...new Map(types.map((type) => [type.code, type])).values()];
        return [status, byCode.every(isShared) ? sharedRefusal(status, byCode) : refusalOf(status, byCode, problems)];
      }),
    );
  };
};

/** The problems that the operation declares, and those of the commands that it executes. */
const declaredBy = (definition: HttpDefinition): readonly ProblemType[] => {
  if (definition.kind === 'bulk') return [];
  const commands = definition.kind === 'endpoint' ? commandsOf(definition) : [];
  return [definition, ...commands].flatMap(({ refuses = [] }) => refuses as readonly ProblemType[]);
};

const headersAt: Readonly<Record<number, readonly ResponseHeader[]>> = {
  401: ['WWW-Authenticate'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};

/** Headers of responses with texts for people. */
const onTexts = ['Content-Language', 'Vary'] as const;

const refusalOf = (status: number, types: readonly ProblemType[], problems: ProblemSchemas) => {
  const waits = types.some(({ code }) => code === 'busy-try-again') ? (['Retry-After'] as const) : [];
  return {
    description: types.map(({ code, description }) => `- \`${code}\`: ${description}`).join('\n'),
    headers: headersOf([
      ...new Set([...(headersAt[status] ?? []), ...waits]),
      ...onTexts,
      ...quotaHeaderNames,
      'X-Correlation-Id',
    ]),
    content: {
      'application/problem+json': { schema: oneProblemOf(types.map(({ code }) => problems.get(code)!)) },
    },
  };
};
