import { command, z } from '@waybill/kernel';
import { BufferChanged } from '#events/fleet';
import { firstPolicy, policy } from '../policy.ts';

interface Wanted {
  readonly bufferMinutes: number;
}

const changed = (before: Wanted, { bufferMinutes }: Wanted) =>
  before.bufferMinutes === bufferMinutes ? [] : BufferChanged({ bufferMinutes });

export const changeFleetPolicy = command({
  summary: 'Say how long drivers and vehicles rest between two deliveries',
  route: 'PUT /fleet/policy',
  role: 'owner',
  status: 200,
  input: z.strictObject({ bufferMinutes: z.int().min(0).max(1440) }),
  on: policy,
  about: (_, { orgId }) => orgId,

  begin: (wanted) => changed(firstPolicy, wanted),
  decide: changed,
});
