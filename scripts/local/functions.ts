import { accessOf } from '@waybill/kernel/access/access-of';
import {
  type Contexts,
  type Definition,
  type HttpDefinition,
  isHttp,
  type Kind,
  type LambdaFunction,
} from '@waybill/kernel/function';
import { patternOf, type ReactionDefinition } from '@waybill/kernel/messaging/reaction';
import type { Rule } from './bus/rules.ts';

export interface Named<D = Definition> {
  /** As on AWS: `waybill-<stage>-<context>-<function>`. */
  readonly name: string;
  readonly fn: LambdaFunction<D>;
}

const all = (contexts: Contexts, stage: string): Named[] =>
  Object.entries(contexts).flatMap(([context, manifest]) =>
    Object.entries(manifest).map(([key, fn]) => ({ name: `waybill-${stage}-${context}-${nameOf(fn, key)}`, fn })),
  );

const nameOf = ({ definition }: LambdaFunction, key: string) => ('name' in definition ? definition.name : key);

/** The functions of the manifests, as the runtime uses them. */
export const functionsOf = (contexts: Contexts, stage: string) => {
  const functions = all(contexts, stage);
  const ofKind = <K extends Kind>(kind: K) =>
    functions.flatMap(({ name, fn }) =>
      fn.definition.kind === kind
        ? [{ name, fn: fn as LambdaFunction<Extract<Definition, { readonly kind: K }>> }]
        : [],
    );
  const queues = functions.flatMap(({ fn }) =>
    accessOf(fn.definition).flatMap(({ of }) => ('kind' in of && of.kind === 'queue' ? of.name : [])),
  );
  return {
    endpoints: functions.flatMap(({ name, fn }) =>
      isHttp(fn.definition) && fn.definition.route ? [{ name, fn: fn as LambdaFunction<HttpDefinition> }] : [],
    ),
    reactions: ofKind('reaction'),
    workers: ofKind('worker'),
    setups: ofKind('setup'),
    schedules: ofKind('schedule'),
    /** The queues that functions send to, and no worker consumes, by their declared names. */
    queues: [...new Set(queues)].filter(
      (name) => !ofKind('worker').some(({ fn }) => fn.definition.queue.name === name),
    ),
    authorizer: ofKind('authorizer')[0]?.fn,
  };
};

export const ruleOf = ({ name, fn }: Named<ReactionDefinition>): Rule => ({
  queue: name,
  pattern: patternOf(fn.definition.on),
});
