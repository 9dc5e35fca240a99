import type { Contexts, Manifest } from '@waybill/kernel';
import { type App, Tags } from 'aws-cdk-lib';
import { built } from './constructs/compute/bundle.ts';
import { queueOwners, queuesOf } from './constructs/security/resource-access.ts';
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
  const owners = queueOwners(contexts);
  const stacks = Object.entries(contexts).map(([context, manifest]) => ({
    context,
    manifest,
    stack: new ContextStack(app, { context, manifest, owners, stage, build }),
  }));
  const owned = stacks.map(({ stack }) => stack);
  for (const { manifest, stack } of stacks)
    for (const owner of ownersFor(manifest, owners)) {
      const other = stacks.find((it) => it.context === owner)?.stack;
      if (other && other !== stack) stack.addStackDependency(other);
    }

  for (const stack of [...owned, streams]) {
    stack.addStackDependency(foundation);
    edge.addStackDependency(stack);
  }
  const observability = stage.watches ? new ObservabilityStack(app, contexts, stage) : undefined;
  observability?.addStackDependency(edge);
  return { foundation, contexts: owned, streams, edge, observability };
};

/** The owners of the queues that a context sends to: each is deployed before it. */
const ownersFor = (manifest: Manifest, owners: ReadonlyMap<string, string>): readonly string[] => [
  ...new Set(
    Object.values(manifest).flatMap(({ definition }) => queuesOf(definition).flatMap((name) => owners.get(name) ?? [])),
  ),
];
