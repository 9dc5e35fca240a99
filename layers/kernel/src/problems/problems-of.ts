import type { Definition, Reach } from '../function.ts';
import { isOpen } from '../function.ts';
import type { Limit } from '../http/edge.ts';
import { idFieldOf } from '../ids.ts';
import { problemOf } from '../limits/budget.ts';
import { sourceKey } from '../limits/source.ts';
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

interface Decides {
  readonly on?: { readonly name: string };
  readonly about?: unknown;
  readonly input?: { readonly shape: object };
  readonly begin?: unknown;
  readonly decide?: unknown;
  readonly refuses?: readonly ProblemType[] | undefined;
}

/** What a decision is refused with: what its command declares, and that there is nothing, or something already. */
export const refusalsOf = ({ on, about, input, begin, decide, refuses = [] }: Decides & Record<string, any>) => {
  const named = on && (about || (input && idFieldOf(on.name) in input.shape));
  return [
    ...refuses,
    ...(on && !begin ? [notFound(on.name)] : []),
    // Where the id is a new one, there is never one already.
    ...(on && begin && !decide && named ? [alreadyExists(on.name)] : []),
  ] as readonly ProblemType[];
};

/** Every problem that an operation can answer with, its own and those of the HTTP edge. */
export const problemsOf = (definition: Definition): readonly ProblemType[] => {
  const {
    kind,
    role,
    route = '',
    of,
    refuses = [],
    executes = [],
    limits = [],
    bulk,
    grantsAccess,
    standing,
  } = definition;
  const writes = !route.startsWith('GET ');
  return [
    invalidInput,
    headersTooLarge,
    ...(route.includes('{') ? [malformedPath] : []),
    ...(writes ? [malformedJson, bodyTooLarge, notJson] : []),
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
    ...(kind === 'query' && of ? [notFound(of)] : []),
    ...(kind === 'command' && !bulk ? refusalsOf(definition) : refuses),
    ...(kind === 'command' && !bulk ? [idempotencyKeyReused, busyTryAgain, contended] : []),
    ...executes.flatMap(({ definition }: { definition: Definition }) => itemProblemsOf(definition)),
    ...(takesVersion(definition) ? [versionMovedOn] : []),
    tooManyRequests,
    ...limits.map(({ budget }: Limit) => problemOf(budget)),
    unexpected,
    overloaded,
    ...(definition.reaches?.some(isRequired) ? [notReady] : []),
    timedOut,
  ];
};

/** A parameter that the deployment makes. Only the pseudonyms of log lines do without theirs. */
const isRequired = (reach: Reach): boolean => reach.to === 'know' && reach.parameter !== sourceKey;

/** Every problem that a command is refused with as an item of a bulk command, or in a call. */
export const itemProblemsOf = (item: Definition): readonly ProblemType[] => [
  ...refusalsOf(item),
  idempotencyKeyReused,
  busyTryAgain,
  contended,
  overloaded,
];

/** Whether `If-Match` means something: it decides on one thing that is there, which the path names. */
export const takesVersion = ({ kind, bulk, decide }: Definition): boolean =>
  kind === 'command' && !bulk && decide !== undefined;
