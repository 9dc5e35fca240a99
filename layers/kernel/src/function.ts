import type { Context } from 'aws-lambda';
import type { Platform, Role } from './platform.ts';
import { aws } from './storage/aws/platform.ts';
import type { Log } from './storage/logs.ts';
import type { RecordStore } from './storage/records.ts';
import type { Source } from './write/aggregate.ts';
import type { Resource } from './write/resource.ts';

export type Kind =
  | 'command'
  | 'query'
  | 'endpoint'
  | 'projection'
  | 'eventLog'
  | 'reaction'
  | 'schedule'
  | 'authorizer'
  | 'setup';

/** `PUT /deliveries/{deliveryId}/status` */
export type Route = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;

/** The least role. `anyone` needs no token; a `person` has a session, which the function itself looks at. */
export type RequiredRole = Role | 'anyone' | 'person';

/** Whether the gate lets everybody through to it. */
export const isOpen = (least: RequiredRole | undefined): least is 'anyone' | 'person' =>
  least === 'anyone' || least === 'person';

/** What a function says about itself; CDK, OpenAPI and the local runtime read it. */
export interface Definition {
  readonly kind: Kind;
  readonly route?: Route | undefined;
  readonly role?: RequiredRole;
  readonly standing?: 'current';
  readonly grantsAccess?: true;
  readonly whileActing?: 'emulating' | 'always';
  /** What of other contexts, or of its own, it reads while deciding or answering. */
  readonly reaches?: readonly Reach[];
  readonly [more: string]: any;
}

/** Something a function touches, from which its policy is made. */
export type Reach =
  | { readonly to: 'read'; readonly source: Source }
  | { readonly to: 'append'; readonly source: Source }
  | { readonly to: 'see' | 'book'; readonly resource: Resource }
  /** Asks for rows that belong to nobody, to see whether a read model answers. */
  | { readonly to: 'glance'; readonly context: string; readonly name: string }
  /** Looks up who has a value that is unique. */
  | { readonly to: 'lookUp'; readonly context: string; readonly name: string }
  | { readonly to: 'recall' | 'note'; readonly pad: Log }
  /** Takes uses from budgets, and gives them back. */
  | { readonly to: 'count'; readonly pad: Log }
  /** Reads records; keeps them: writes them and takes them out; or finds those whose time is up. */
  | { readonly to: 'consult' | 'keep' | 'sweep'; readonly register: RecordStore }
  /** Reads a parameter of the stage by its name, sets it, or makes it where there is none and never changes it. */
  | { readonly to: 'know' | 'set' | 'create'; readonly parameter: string }
  /** Sends messages to a queue of that name. */
  | { readonly to: 'post'; readonly queue: string }
  | { readonly to: 'view'; readonly context: string; readonly name: string; readonly of: Source };

/** A Lambda handler that can also say what it is, and run on another platform. */
export interface LambdaFunction<D extends Definition = Definition, Event = any, Result = any> {
  (event: Event, context: Context): Promise<Result>;
  readonly definition: D;
  readonly with: (platform: Platform) => (event: Event, context?: Context) => Promise<Result>;
}

/** Binds a behaviour to AWS on first use, so that importing a function touches nothing. */
export const lambda = <D extends Definition, Event, Result>(
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

/** A bounded context's functions, by name: the exports of its `manifest.ts`. */
export type Manifest = Readonly<Record<string, LambdaFunction<any>>>;

/** Every bounded context, by name: the exports of `functions/contexts.ts`. */
export type Contexts = Readonly<Record<string, Manifest>>;
