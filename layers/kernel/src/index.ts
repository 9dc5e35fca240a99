export { baseLocale, type Locale, localeOf, locales, negotiate } from '@waybill/languages';
export { type AccessTo, accessOf } from './access/access-of.ts';
export { expired } from './access/declared/expired.ts';
export type { Once } from './access/declared/once.ts';
export { type Parameter, parameter } from './access/declared/parameter.ts';
export { anyRows, probes } from './access/declared/probes.ts';
export { queue } from './access/declared/queue.ts';
export { type Service, service } from './access/declared/service.ts';
export type {
  Access,
  ExpiredWriter,
  OpenService,
  ReaderOf,
  RecordReader,
  RecordWriter,
  Send,
  StreamReader,
  StreamWriter,
  UseOf,
  WriterOf,
} from './access/handles.ts';
export { type AccessOf, declares } from './access/open-access.ts';
export {
  type ApiKeyVerifier,
  type AuthorizerContext,
  audience,
  authorizer,
  authorizerWith,
  developmentIssuer,
} from './auth/authorizer.ts';
export { type Authority, keyHolder, keyIdOf, mustBe, rank, standing } from './auth/standing.ts';
export { backoff } from './backoff.ts';
export { distanceInMetres } from './distance.ts';
export * from './fields.ts';
export {
  type Contexts,
  type Definition,
  type HttpDefinition,
  isHttp,
  isOpen,
  type LambdaFunction,
  type Manifest,
  type RequiredRole,
  type Route,
} from './function.ts';
export { type Authenticated, type Authentication, authentication, authenticationBy } from './http/authentication.ts';
export { fingerprint } from './http/client/fingerprint.ts';
export { networksIn } from './http/client/forwarded.ts';
export type { Place, PlaceOf } from './http/client/place.ts';
export { lookUps } from './http/client/places/look-ups.ts';
export { publicAddress } from './http/client/places/public-address.ts';
export { whoIsId } from './http/client/places/who-is-id.ts';
export { type WhoIs, whoIsRecords } from './http/client/places/who-is-records.ts';
export { type HttpRequest, type Limit, limit } from './http/edge.ts';
export { type EndpointAnswer, endpoint } from './http/endpoint.ts';
export { idempotencyKey } from './http/headers.ts';
export type { RequestContext } from './http/in-request.ts';
export { contentHash, digest, idFieldOf, newId } from './ids.ts';
export { byHand } from './jobs/by-hand.ts';
export type { SystemContext } from './jobs/in-system.ts';
export type { JobPage } from './jobs/job.ts';
export { type ScheduleDefinition, schedule } from './jobs/schedule.ts';
export { type SetupDefinition, setup } from './jobs/setup.ts';
export { languageHeaders } from './languages/language-headers.ts';
export { type Budget, budgets, budgetUses, type Charge, type Reservation, tooMany } from './limits/budget.ts';
export { networkOf } from './limits/network.ts';
export { perNetwork } from './limits/per-network.ts';
export { pseudonymOf, sourceKey } from './limits/source.ts';
export { eventLog } from './messaging/event-log.ts';
export { heartbeats } from './messaging/probes.ts';
export { projector } from './messaging/projector.ts';
export { publisher } from './messaging/publisher.ts';
export {
  everyEvent,
  type PublishedOf,
  patternOf,
  type ReactionDefinition,
  reaction,
  reactsTo,
} from './messaging/reaction.ts';
export { type WorkerContext, type WorkerDefinition, worker } from './messaging/worker.ts';
export { type SecuritySignal, securitySignals } from './observability/signals.ts';
export * from './person-fields.ts';
export {
  type Caller,
  ClaimTaken,
  ConcurrencyError,
  type Development,
  type Platform,
  type PublishedEvent,
  type Role,
  roles,
  ThrottledError,
} from './platform.ts';
export { incomplete } from './problems/not-ready.ts';
export { type CodeOf, Problem, type ProblemType, problem, type Refusal, type RefusalOf } from './problems/problem.ts';
export * from './problems/problems.ts';
export { requiredParameter } from './problems/required-parameter.ts';
export { putLast } from './put-last.ts';
export { type Claims, claims } from './read/claims.ts';
export { type Cursors, cursorKey } from './read/cursor.ts';
export { pageFrom } from './read/page-from.ts';
export { projection } from './read/projection.ts';
export { query } from './read/query.ts';
export type { Page, ViewReader } from './read/view-reader.ts';
export { shapesPlace } from './rebuild/known-shapes.ts';
export type { ProjectionError } from './rebuild/projection-error.ts';
export { rebuild } from './rebuild/rebuild.ts';
export { rebuilder, rebuilderEvery, rebuilderName } from './rebuild/rebuilder.ts';
export { type Log, type LogEntry, log } from './storage/logs.ts';
export {
  indexedValue,
  type RecordChange,
  type RecordStore,
  type Records,
  recordStore,
  type StoredRecord,
} from './storage/records.ts';
export { type Aggregate, aggregate, type EventContext, externalAggregate, type Source } from './write/aggregate.ts';
export { bulk } from './write/bulk.ts';
export { command } from './write/command.ts';
export {
  appendTo,
  book,
  type CommandContext,
  claim,
  type Decision,
  deleteRecord,
  free,
  type Intent,
  isRefusal,
  putRecord,
  release,
} from './write/decision.ts';
export type { Stream } from './write/event.ts';
export { type Event, event, personal, type RecordedEvent } from './write/event.ts';
export type { CommandEnvelope, CommandResult } from './write/execute.ts';
export { several } from './write/reads.ts';
export { type Booking, overlaps, type Resource, resource, type Window, widened } from './write/resource.ts';
export { currentUnit, inUnitOfWork, type UnitOfWork } from './write/unit/unit-of-work.ts';
export * as z from './z.ts';
