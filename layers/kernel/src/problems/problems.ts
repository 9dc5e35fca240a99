import * as z from 'zod';
import { idFieldOf } from '../ids.ts';
import { roles } from '../platform.ts';
import { problem } from './problem.ts';

/** The problems that every context shares, and those of the HTTP edge. */

const bearer = { 'www-authenticate': 'Bearer' };
const comeBack = { 'retry-after': '1' };
const role = z.enum(roles);

export const notSignedIn = problem(
  'not-signed-in',
  401,
  'The request has no token, key or session, or one that is not valid or has expired.',
  {},
  bearer,
);
export const tokenExpired = problem(
  'token-expired',
  401,
  'The token is older than 15 minutes. Get a new one. (Only in the local runtime; API Gateway answers `not-signed-in`.)',
  { detail: z.string().optional().describe('More details, for people.') },
  bearer,
);
export const tokenUnknownKey = problem(
  'token-unknown-key',
  401,
  'The token is signed with a key that this system does not know. (Only in the local runtime; API Gateway answers `not-signed-in`.)',
  { detail: z.string().optional().describe('More details, for people.') },
  bearer,
);
export const fingerprintMismatch = problem(
  'fingerprint-mismatch',
  401,
  'The token or session was issued to a browser with another `User-Agent` or `Accept`. Sign in again.',
  {},
  bearer,
);
export const noActiveOrganization = problem(
  'no-active-organization',
  403,
  'The user has no active organization. Create one, accept an invitation or switch to one, and get a new token.',
);
export const roleTooLow = problem('role-too-low', 403, 'The operation needs a higher role in the organization.', {
  role: role.describe('The caller’s role.'),
  least: role.describe('The lowest role that is allowed.'),
});
export const notAMember = problem(
  'not-a-member',
  403,
  'The caller is not a member of the organization (any more), or uses an API key that was revoked.',
);
export const orgTypeNotAllowed = problem(
  'org-type-not-allowed',
  403,
  'The operation is not allowed for organizations of this type.',
  { orgType: z.string().describe('The type of the organization in question.') },
);
export const emulatingReadsOnly = problem(
  'emulating-reads-only',
  403,
  'Staff that emulates a customer’s organization may read there but not change anything.',
);
export const impersonating = problem(
  'impersonating',
  403,
  'This is not allowed while impersonating: it would grant lasting access or change the user’s account.',
);
export const notAllowed = problem('not-allowed', 403, 'The API key is restricted to other paths.');
export const filtered = problem('not-allowed', 403, 'The firewall of this stage refused the request.');

export const invalidInput = problem(
  'invalid-input',
  400,
  'The path, the query, a header or the body is not as documented. Every invalid field is named.',
  {
    errors: z
      .array(
        z.object({
          path: z
            .string()
            .describe('The field, as in `promised.from` or `items.3.deliveryId`; empty for the whole input.'),
          message: z.string().describe('What is wrong with it, for people.'),
        }),
      )
      .min(1)
      .describe('Every invalid field.'),
  },
);
export const malformedJson = problem('malformed-json', 400, 'The body is not JSON in UTF-8, or is nested too deeply.', {
  detail: z.string().optional().describe('More details, for people.'),
});
export const malformedPath = problem('malformed-path', 400, 'The path has a percent sign that encodes nothing.');
export const badRequest = problem('bad-request', 400, 'API Gateway could not read the request.');
export const malformedRequest = problem('malformed-request', 400, 'The request is not HTTP.');
export const bodyTooLarge = problem('body-too-large', 413, 'The body is larger than the limit.', {
  limit: z.int().optional().describe('The maximum size in bytes.'),
});
export const notJson = problem('not-json', 415, 'The body has a `Content-Type` other than JSON.', {
  contentType: z.string().optional().describe('The `Content-Type` of the request.'),
});
export const headersTooLarge = problem('headers-too-large', 431, 'The headers are larger than the limit.');
export const requestTooSlow = problem('request-too-slow', 408, 'The request did not arrive in time.');

export const unknownRoute = problem('not-found', 404, 'No operation has this path.');
export const unknownHost = problem(
  'unknown-host',
  421,
  'The local runtime accepts requests to `localhost` only, unless it is started with another name.',
  { detail: z.string().optional().describe('More details, for people.') },
);
export const methodNotAllowed = problem(
  'method-not-allowed',
  405,
  'The path exists, but not with this method; `Allow` lists the allowed methods.',
);

export const versionMovedOn = problem(
  'version-moved-on',
  412,
  'The resource has changed since the version in `If-Match`. Read it again and decide anew.',
  { version: z.int().min(0).describe('Its current version.') },
);
export const idempotencyKeyReused = problem(
  'idempotency-key-reused',
  422,
  'The `Idempotency-Key` was used before by a request with another body. Use a new key for every new request.',
);
export const busyTryAgain = problem(
  'busy-try-again',
  409,
  'The same data was changed concurrently, several times in a row. Send the request again.',
  {},
  comeBack,
);
export const contended = problem(
  'busy-try-again',
  503,
  'The same data is being written concurrently. Send the request again, with the same `Idempotency-Key`.',
  {},
  comeBack,
);
export const overloaded = problem(
  'overloaded',
  503,
  'The system is throttled. Send the request again, with the same `Idempotency-Key`, after `Retry-After`.',
  {},
  comeBack,
);
export const notReady = problem(
  'not-ready',
  503,
  'The deployment of this stage is not complete. Send the request again after `Retry-After`.',
  {},
  { 'retry-after': '30' },
);
export const unexpected = problem('unexpected', 500, 'An internal error. Report it with the `correlation`.');

export const timedOut = problem(
  'timed-out',
  504,
  'The response took too long. The request may have taken effect: send it again with the same `Idempotency-Key`.',
  {},
  comeBack,
);
export const tooManyRequests = problem(
  'too-many-requests',
  429,
  'More requests than allowed. Wait for the seconds in `Retry-After`.',
  { retryAfter: z.int().optional().describe('The seconds to wait.') },
  comeBack,
);

export const tooManyAttempts = problem(
  'too-many-attempts',
  429,
  'Too many failed attempts: wrong passwords, codes or links. Wait for the seconds in `Retry-After`.',
  { retryAfter: z.int().optional().describe('The seconds to wait.') },
  comeBack,
);

export const resourceBooked = problem(
  'resource-booked',
  409,
  'A driver or vehicle is booked in that window, turnaround time included.',
  {
    conflicts: z
      .array(
        z.object({
          resource: z.string().describe('The type of the resource: `driver` or `vehicle`.'),
          id: z.string().describe('The id of the resource.'),
          holder: z.string().describe('The delivery that holds the booking.'),
          from: z.iso.datetime().describe('When the booking begins.'),
          to: z.iso.datetime().describe('When the booking ends, exclusive.'),
        }),
      )
      .describe('The conflicting bookings.'),
  },
);

/** Responses without an operation: from API Gateway, or from the local runtime in its place. */
export const gatewayProblems = [
  badRequest,
  malformedRequest,
  headersTooLarge,
  requestTooSlow,
  unknownRoute,
  methodNotAllowed,
  filtered,
] as const;

/** The name of an aggregate in a sentence: `api-key` → `API key`. */
const words = (name: string) => name.replaceAll('-', ' ').replace(/\bapi\b/, 'API');
const article = (name: string) => (/^[aeiou]/.test(name) ? 'an' : 'a');

/** The caller's organization has no such resource: `driver` → `driver-not-found`. */
export const notFound = <const Name extends string>(name: Name) =>
  problem(`${name}-not-found`, 404, `There is no ${words(name)} with this id, or the caller may not see it.`, {
    [idFieldOf(name)]: z.string().optional().describe(`The id that was asked for.`),
  } as Record<string, z.ZodOptional<z.ZodString>>);

/** The resource to be created exists already. */
export const alreadyExists = <const Name extends string>(name: Name) =>
  problem(`${name}-already-exists`, 409, `There is ${article(name)} ${words(name)} already.`);

/** Another resource of the organization holds a claimed value: `licence` → `licence-taken`. */
export const taken = <const Kind extends string>(kind: Kind) =>
  problem(`${kind}-taken`, 409, `This ${words(kind)} is already taken.`, {
    field: z.string().describe('The field whose value is taken.'),
  });
export const expiresInThePast = problem('expires-in-the-past', 400, 'The end lies in the past.', {
  expiresAt: z.iso.datetime().describe('The requested end.'),
});
