import { type Authority, type Caller, command, mustBe, notAMember, roleTooLow, z } from '@waybill/kernel';
import { BufferChanged } from '#events/fleet';
import { members } from '#events/organizations';
import { firstPolicy, policy } from '../policy.ts';

interface Wanted {
  readonly bufferMinutes: number;
}
interface Reads {
  readonly organization: Authority | undefined;
}

const changed = (
  before: Wanted,
  { bufferMinutes }: Wanted,
  { organization }: Reads,
  { caller }: { readonly caller: Caller },
) => {
  const no = mustBe('owner', organization, caller);
  if (no) return no;
  return before.bufferMinutes === bufferMinutes ? [] : BufferChanged({ bufferMinutes });
};

export const changeFleetPolicy = command({
  summary: 'Change the fleet policy',
  description: 'Sets the minimum number of minutes between two bookings of a driver or a vehicle, for future bookings.',
  route: 'PUT /fleet/policy',
  role: 'owner',
  standing: 'current',
  status: 200,
  input: z.strictObject({
    bufferMinutes: z.int().min(0).max(1440).describe('The minimum number of minutes between two bookings.'),
  }),
  example: { bufferMinutes: 15 },
  on: policy,
  refuses: [notAMember, roleTooLow],
  about: (_, { orgId }) => orgId,
  reads: { organization: { of: members, id: (_, { caller: { orgId } }) => orgId } },

  begin: (wanted, reads, context) => changed(firstPolicy, wanted, reads, context),
  decide: changed,
});
