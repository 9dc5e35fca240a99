export {
  type Admission,
  audience,
  authorizer,
  authorizerWith,
  developmentIssuer,
  type KeyRing,
} from './auth/authorizer.ts';
export { type Authority, keyHolder, keyIdOf, mustBe, rank, standing } from './auth/standing.ts';
export { backoff } from './backoff.ts';
export { distanceInMetres } from './distance.ts';
export * from './fields.ts';
export type { Contexts, Definition, LambdaFunction, Manifest, Reach, Route } from './function.ts';
export { isOpen } from './function.ts';
export { type CallAnswer, call } from './http/call.ts';
export type { HttpRequest, Limit } from './http/edge.ts';
export { fingerprint } from './http/fingerprint.ts';
export { idempotencyKey } from './http/headers.ts';
export { digest, idFieldOf, newId } from './ids.ts';
export { type JobPage, schedule } from './jobs/schedule.ts';
export { setup } from './jobs/setup.ts';
export { type Budget, budgetUses, type Charge, type Reservation, reserve, tooMany } from './limits/budget.ts';
export { networkOf } from './limits/network.ts';
export { perNetwork } from './limits/per-network.ts';
export { pseudonymOf, sourceKey } from './limits/source.ts';
export { chronicle } from './messaging/chronicle.ts';
export { pulses, streamLag } from './messaging/probes.ts';
export { projector } from './messaging/projector.ts';
export { publisher } from './messaging/publisher.ts';
export { type Heard, patternOf, reaction, type Send } from './messaging/reaction.ts';
export { type SecuritySignal, securitySignals } from './observability/signals.ts';
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
export { incomplete } from './problems/not-ready.ts';
export { type CodeOf, Problem, type ProblemType, problem, type Refusal, type RefusalOf } from './problems/problem.ts';
export * from './problems/problems.ts';
export { requiredParameter } from './problems/required-parameter.ts';
export { claims } from './read/claims.ts';
export { type Cursors, cursorKey } from './read/cursor.ts';
export { projection } from './read/projection.ts';
export { query } from './read/query.ts';
export type { Page, ViewReader } from './read/view-reader.ts';
export { type CannotTell, rebuild } from './rebuild/rebuild.ts';
export { rebuilder, rebuilderEvery, rebuilderName } from './rebuild/rebuilder.ts';
export { shapesPlace } from './rebuild/shapes-told.ts';
export { type Note, pad } from './storage/notes.ts';
export { type Entry, type EntryChange, placeIn, type Register, type Registers, register } from './storage/registers.ts';
export { type Aggregate, aggregate, glimpse, loosely, type Moment } from './write/aggregate.ts';
export { bulk } from './write/bulk.ts';
export { command } from './write/command.ts';
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
} from './write/decision.ts';
export type { Stream } from './write/event.ts';
export { event, type Fact, personal, type Recorded } from './write/event.ts';
export type { Order, Outcome } from './write/execute.ts';
export { type Booking, overlaps, resource, type Window, widened } from './write/resource.ts';
export * as z from './z.ts';
