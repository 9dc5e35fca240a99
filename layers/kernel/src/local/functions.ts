import type { Contexts, LambdaFunction } from '../function.ts';
import type { Rule } from './rules.ts';

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
    schedules: functions.filter(({ fn }) => fn.definition.kind === 'schedule'),
  };
};

/** Names of events are unique in the house, so the name is pattern enough. */
export const ruleOf = ({ name, fn }: Named): Rule => ({
  queue: name,
  pattern: { 'detail-type': [fn.definition.to.type] },
});
