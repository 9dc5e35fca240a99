import type { Contexts } from '@waybill/kernel';
import { type App, Tags } from 'aws-cdk-lib';
import { built } from './constructs/compute/bundle.ts';
import { ContextStack } from './stacks/context-stack.ts';
import { EdgeStack } from './stacks/edge-stack.ts';
import { FoundationStack } from './stacks/foundation-stack.ts';
import { ObservabilityStack } from './stacks/observability-stack.ts';
import { StreamsStack } from './stacks/streams-stack.ts';
import type { Stage } from './stage.ts';

/** All stacks of a stage, in order of deployment. */
export const waybill = (app: App, contexts: Contexts, stage: Stage, build = built) => {
  Tags.of(app).add('stage', stage.name);

  const foundation = new FoundationStack(app, contexts, stage, build);
  const streams = new StreamsStack(app, contexts, stage, build);
  const edge = new EdgeStack(app, contexts, stage);
  const owned = Object.entries(contexts).map(([name, manifest]) => new ContextStack(app, name, manifest, stage, build));

  for (const stack of [...owned, streams]) {
    stack.addStackDependency(foundation);
    edge.addStackDependency(stack);
  }
  const observability = stage.watches ? new ObservabilityStack(app, contexts, stage) : undefined;
  observability?.addStackDependency(edge);
  return { foundation, contexts: owned, streams, edge, observability };
};
