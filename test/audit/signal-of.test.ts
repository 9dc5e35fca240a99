import { expect, test } from 'vitest';
import * as identity from '#events/identity';
import { ImpersonationStarted, SignInFailed } from '#events/identity';
import * as organizations from '#events/organizations';
import { ApiKeyCreated, OrganizationCreated, orgTypes } from '#events/organizations';
import { signalOf } from '#functions/audit/domain/signal-of';

const key = { name: 'n', role: 'auditor', prefix: 'p', hash: 'h' } as const;

test('an API key of an admin or support organization triggers an alarm, and no other key does', () => {
  const called = orgTypes.filter((orgType) => signalOf(ApiKeyCreated({ ...key, orgType })));
  expect(called).toEqual(['Admin', 'Support']);
  expect(signalOf(ApiKeyCreated(key))).toBeUndefined();
});

test('the creation of an admin or support organization triggers an alarm, and no other creation does', () => {
  const called = orgTypes.filter((type) => signalOf(OrganizationCreated({ name: 'n', slug: 's', type })));
  expect(called).toEqual(['Admin', 'Support']);
});

test('impersonations and failed sign-ins are counted for alarms', () => {
  const acting = ImpersonationStarted({ userId: 'u', sessionId: 's', until: '2026-05-04T12:00:00.000Z' });
  expect(signalOf(acting)).toBe('impersonation-started');
  expect(signalOf(SignInFailed({ why: 'credentials' }))).toBe('sign-in-failed');
});

test('no other event of identity and organizations is counted', () => {
  const events = [...Object.values(identity), ...Object.values(organizations)];
  const types = events.flatMap((it) => ('revision' in it ? [it.type] : []));
  const signals = types.filter((type) => signalOf({ type, data: {} }));
  expect(signals.toSorted()).toEqual(['ImpersonationStarted', 'SignInFailed']);
});
