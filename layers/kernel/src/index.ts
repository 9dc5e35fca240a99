export { type Aggregate, aggregate, glimpse, loosely, type Moment } from './aggregate.ts';
export { authorizer } from './authorizer.ts';
export { bulk } from './bulk.ts';
export { command } from './command.ts';
export {
  also,
  book,
  type Circumstances,
  claim,
  type Decision,
  free,
  type Refusal,
  refuse,
  release,
} from './decision.ts';
export { distanceInMetres } from './distance.ts';
export { event, type Fact, personal, type Recorded } from './event.ts';
export * from './fields.ts';
export type { Contexts, Definition, LambdaFunction, Manifest, Reach } from './function.ts';
export { newId } from './ids.ts';
export { type Note, pad } from './notes.ts';
export type { Caller, Platform, Role } from './platform.ts';
export { pulses, streamLag } from './probes.ts';
export { Problem } from './problem.ts';
export { projection } from './projection.ts';
export { projector } from './projector.ts';
export { publisher } from './publisher.ts';
export { query } from './query.ts';
export { reaction } from './reaction.ts';
export { rebuild } from './rebuild.ts';
export { type Booking, overlaps, resource, type Window, widened } from './resource.ts';
export { schedule } from './schedule.ts';
export * as z from './z.ts';
