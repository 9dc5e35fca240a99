import type { Context } from 'aws-lambda';
import type { AuthorizerDefinition } from './auth/authorizer.ts';
import type { EndpointDefinition } from './http/endpoint.ts';
import type { ScheduleDefinition } from './jobs/schedule.ts';
import type { SetupDefinition } from './jobs/setup.ts';
import type { EventLogDefinition } from './messaging/event-log.ts';
import type { ReactionDefinition } from './messaging/reaction.ts';
import type { WorkerDefinition } from './messaging/worker.ts';
import type { Platform, Role } from './platform.ts';
import type { ProjectionDefinition } from './read/projection-spec.ts';
import type { QueryDefinition } from './read/query.ts';
import { aws } from './storage/aws/platform.ts';
import type { BulkDefinition } from './write/bulk.ts';
import type { CommandDefinition } from './write/command.ts';

/** `PUT /deliveries/{deliveryId}/status` */
export type Route = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;

/** The lowest role. `anyone` needs no token; a `person` has a session, which the function itself verifies. */
export type RequiredRole = Role | 'anyone' | 'person';

/** Whether API Gateway calls the function without the authorizer. */
export const isOpen = (role: RequiredRole | undefined): role is 'anyone' | 'person' =>
  role === 'anyone' || role === 'person';

/** The declaration of a function, read by CDK, OpenAPI, the local runtime and the tools. */
export type Definition =
  | CommandDefinition
  | BulkDefinition
  | QueryDefinition
  | EndpointDefinition
  | ProjectionDefinition<any>
  | EventLogDefinition
  | ReactionDefinition
  | WorkerDefinition
  | ScheduleDefinition
  | SetupDefinition
  | AuthorizerDefinition;

export type Kind = Definition['kind'];

/** The definitions of functions that may answer over HTTP. */
export type HttpDefinition = CommandDefinition | BulkDefinition | QueryDefinition | EndpointDefinition;

export const isHttp = (definition: Definition): definition is HttpDefinition =>
  ['command', 'bulk', 'query', 'endpoint'].includes(definition.kind);

/** A Lambda handler with its definition, which runs on any platform. */
export interface LambdaFunction<D = Definition, Event = any, Result = any> {
  (event: Event, context: Context): Promise<Result>;
  readonly definition: D;
  readonly with: (platform: Platform) => (event: Event, context?: Context) => Promise<Result>;
}

/** Binds a function to AWS on first use, so importing it has no side effects. */
export const lambda = <D, Event, Result>(
  definition: D,
  run: (platform: Platform) => (event: Event, context?: any) => Promise<Result>,
): LambdaFunction<D, Event, Result> => {
  let bound: ((event: Event, context?: any) => Promise<Result>) | undefined;
  const handler = (event: Event, context: Context) => {
    bound ??= run(aws());
    return bound(event, context);
  };
  return Object.assign(handler, { definition, with: run });
};

/** The functions of a bounded context, by name: the exports of its `manifest.ts`. */
export type Manifest = Readonly<Record<string, LambdaFunction<Definition>>>;

/** Every bounded context, by name: the exports of `functions/contexts.ts`. */
export type Contexts = Readonly<Record<string, Manifest>>;
