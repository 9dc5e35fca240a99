import type { SecuritySignal } from '@waybill/kernel';
import { ImpersonationStarted, SignInFailed } from '#events/identity';
import { ApiKeyCreated, isStaff, OrganizationCreated } from '#events/organizations';

interface Published {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The events that security alarms count: see `docs/operations.md`. */
export const signalOf = ({ type, data }: Published): SecuritySignal | undefined => {
  if (type === SignInFailed.type) return 'sign-in-failed';
  if (type === ImpersonationStarted.type) return 'impersonation-started';
  if (type === ApiKeyCreated.type && isStaff(String(data.orgType))) return 'staff-key-created';
  if (type === OrganizationCreated.type && isStaff(String(data.type))) return 'staff-organization-created';
  return undefined;
};
