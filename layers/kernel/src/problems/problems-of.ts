import { type AccessTo, accessOf } from '../access/access-of.ts';
import type { Things, Usable } from '../access/declared/things.ts';
import { type HttpDefinition, isOpen } from '../function.ts';
import type { Limit } from '../http/edge.ts';
import type { EndpointDefinition } from '../http/endpoint.ts';
import { idFieldOf } from '../ids.ts';
import { problemOf } from '../limits/budget.ts';
import type { CommandDefinition } from '../write/command.ts';
import type { ProblemType } from './problem.ts';
import {
  alreadyExists,
  bodyTooLarge,
  busyTryAgain,
  contended,
  emulatingReadsOnly,
  fingerprintMismatch,
  headersTooLarge,
  idempotencyKeyReused,
  impersonating,
  invalidInput,
  malformedJson,
  malformedPath,
  noActiveOrganization,
  notAllowed,
  notAMember,
  notFound,
  notJson,
  notReady,
  notSignedIn,
  overloaded,
  roleTooLow,
  timedOut,
  tooManyRequests,
  unexpected,
  versionMovedOn,
} from './problems.ts';

/** The refusals of a command: those that it declares, not found, and already exists. */
export const refusalsOf = ({
  on,
  about,
  input,
  begin,
  decide,
  refuses = [],
}: Pick<CommandDefinition, 'on' | 'about' | 'input' | 'begin' | 'decide' | 'refuses'>): readonly ProblemType[] => {
  const named = about || idFieldOf(on.name) in input.shape;
  return [
    ...(refuses as readonly ProblemType[]),
    ...(begin ? [] : [notFound(on.name)]),
    // A new id cannot exist already.
    ...(begin && !decide && named ? [alreadyExists(on.name)] : []),
  ];
};

/** Every problem with which an operation can respond, its own and those of the HTTP edge. */
export const problemsOf = (definition: HttpDefinition): readonly ProblemType[] => {
  const { role, route = '', limits = [], grantsAccess, standing, as, rawBody } = definition;
  const writes = !route.startsWith('GET ');
  return [
    invalidInput,
    headersTooLarge,
    ...(route.includes('{') ? [malformedPath] : []),
    ...(writes ? [malformedJson, bodyTooLarge, ...(rawBody ? [] : [notJson])] : []),
    ...(role === 'anyone' ? [] : [notSignedIn, fingerprintMismatch]),
    ...(isOpen(role)
      ? []
      : [
          noActiveOrganization,
          roleTooLow,
          notAllowed,
          ...(writes ? [emulatingReadsOnly] : []),
          ...(grantsAccess ? [impersonating] : []),
          ...(standing ? [notAMember] : []),
        ]),
    ...((as?.for(definition).refuses ?? []) as readonly ProblemType[]),
    ...ownProblems(definition),
    ...(takesVersion(definition) ? [versionMovedOn] : []),
    tooManyRequests,
    ...limits.map(({ budget }: Limit) => problemOf(budget)),
    unexpected,
    overloaded,
    ...(accessOf(definition).some(isRequired) ? [notReady] : []),
    timedOut,
  ];
};

const ownProblems = (definition: HttpDefinition): readonly ProblemType[] => {
  switch (definition.kind) {
    case 'command':
      return [...refusalsOf(definition), idempotencyKeyReused, busyTryAgain, contended];
    case 'bulk':
      return [];
    case 'query':
      return [
        ...(definition.of ? [notFound(definition.of)] : []),
        ...(definition.refuses ?? []),
        ...(definition.as ? raced : []),
      ];
    case 'endpoint':
      return [...(definition.refuses ?? []), ...raced, ...commandsOf(definition).flatMap(itemProblemsOf)];
  }
};

/** The result when every attempt loses an optimistic-concurrency race. */
const raced = [busyTryAgain, contended];

/** The commands that an endpoint executes. */
export const commandsOf = ({ uses }: EndpointDefinition): readonly CommandDefinition[] =>
  Object.values((uses ?? {}) as Things<Usable>).flatMap((of) => ('definition' in of ? [of.definition] : []));

/** A parameter that the deployment creates. Only the pseudonyms of log lines work without theirs. */
const isRequired = ({ of, access }: AccessTo): boolean =>
  'kind' in of && of.kind === 'parameter' && access === 'read' && !of.optional;

/** Every problem with which a command can be refused as an item of a bulk command, or in an endpoint. */
export const itemProblemsOf = (item: CommandDefinition): readonly ProblemType[] => [
  ...refusalsOf(item),
  idempotencyKeyReused,
  busyTryAgain,
  contended,
  overloaded,
];

/** Whether `If-Match` applies: the operation changes one existing resource, named in the path. */
export const takesVersion = (definition: HttpDefinition): boolean =>
  definition.kind === 'command' && definition.decide !== undefined;
