export { type Aggregate, aggregate, glimpse, loosely, type Moment } from './aggregate.ts';
export { type Admission, audience, authorizer, authorizerWith, developmentIssuer, type KeyRing } from './authorizer.ts';
export { backoff } from './backoff.ts';
export { type Budget, budgetUses, type Charge, type Reservation, reserve, tooMany } from './budget.ts';
export { bulk } from './bulk.ts';
export { type CallAnswer, call } from './call.ts';
export { chronicle } from './chronicle.ts';
export { claims } from './claims.ts';
export { command } from './command.ts';
export { type Cursors, cursorKey } from './cursor.ts';
export {
  also,
  book,
  type Circumstances,
  claim,
  type Decision,
  drop,
  free,
  isRefusal,
  keep,
  release,
} from './decision.ts';
export { distanceInMetres } from './distance.ts';
export type { HttpRequest, Limit } from './edge/edge.ts';
export { fingerprint } from './edge/fingerprint.ts';
export { idempotencyKey } from './edge/headers.ts';
export { perNetwork } from './edge/per-network.ts';
export { type SecuritySignal, securitySignals } from './edge/signals.ts';
export type { Stream } from './event.ts';
export { event, type Fact, personal, type Recorded } from './event.ts';
export type { Order, Outcome } from './execute.ts';
export * from './fields.ts';
export type { Contexts, Definition, LambdaFunction, Manifest, Reach, Route } from './function.ts';
export { isOpen } from './function.ts';
export { digest, idFieldOf, newId } from './ids.ts';
export { networkOf } from './network.ts';
export { incomplete } from './not-ready.ts';
export { type Note, pad } from './notes.ts';
export {
  type Caller,
  ClaimTaken,
  type Development,
  LostRace,
  Overloaded,
  type Platform,
  type Role,
  roles,
} from './platform.ts';
export { pulses, streamLag } from './probes.ts';
export { type CodeOf, Problem, type ProblemType, problem, type Refusal, type RefusalOf } from './problem.ts';
export * from './problems.ts';
export { projection } from './projection.ts';
export { projector } from './projector.ts';
export { publisher } from './publisher.ts';
export { query } from './query.ts';
export { type Heard, patternOf, reaction, type Send } from './reaction.ts';
export { type CannotTell, rebuild } from './rebuild.ts';
export { rebuilder, rebuilderEvery, rebuilderName } from './rebuilder.ts';
export { type Entry, type EntryChange, placeIn, type Register, type Registers, register } from './registers.ts';
export { requiredParameter } from './required-parameter.ts';
export { type Booking, overlaps, resource, type Window, widened } from './resource.ts';
export { type JobPage, schedule } from './schedule.ts';
export { setup } from './setup.ts';
export { shapesPlace } from './shapes-told.ts';
export { pseudonymOf, sourceKey } from './source.ts';
export { type Authority, keyHolder, keyIdOf, mustBe, rank, standing } from './standing.ts';
export type { Page, ViewReader } from './view-reader.ts';
export * as z from './z.ts';
