import type { Contexts, LambdaFunction, Reach } from '@waybill/kernel/function';
import { patternOf } from '@waybill/kernel/messaging/reaction';
import type { Rule } from './bus/rules.ts';

export interface Named {
  /** As on AWS: `waybill-<stage>-<context>-<function>`. */
  readonly name: string;
  readonly fn: LambdaFunction<any>;
}

const all = (contexts: Contexts, stage: string): Named[] =>
  Object.entries(contexts).flatMap(([context, manifest]) =>
    Object.entries(manifest).map(([key, fn]) => ({
      name: `waybill-${stage}-${context}-${fn.definition.name ?? key}`,
      fn,
    })),
  );

/** What the runtime makes of the manifests. */
export const functionsOf = (contexts: Contexts, stage: string) => {
  const functions = all(contexts, stage);
  return {
    endpoints: functions.filter(({ fn }) => fn.definition.route),
    reactions: functions.filter(({ fn }) => fn.definition.kind === 'reaction'),
    setups: functions.filter(({ fn }) => fn.definition.kind === 'setup'),
    schedules: functions.filter(({ fn }) => fn.definition.kind === 'schedule'),
    /** The queues that somebody posts to, as they call them. */
    posted: [
      ...new Set(
        functions.flatMap(({ fn }) =>
          ((fn.definition.reaches ?? []) as Reach[]).flatMap((reach) => (reach.to === 'post' ? [reach.queue] : [])),
        ),
      ),
    ],
    authorizer: functions.find(({ fn }) => fn.definition.kind === 'authorizer')?.fn,
  };
};

export const ruleOf = ({ name, fn }: Named): Rule => ({ queue: name, pattern: patternOf(fn.definition.to) });
