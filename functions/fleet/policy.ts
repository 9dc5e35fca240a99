import { aggregate } from '@waybill/kernel';
import { BufferChanged } from '#events/fleet';

export interface Policy {
  readonly bufferMinutes: number;
  readonly version: number;
}

/** How an organisation runs its fleet. There is one of it, known by the id of the organisation. */
export const policy = aggregate('fleet', 'policy').begin(
  BufferChanged,
  ({ bufferMinutes }, { version }): Policy => ({ bufferMinutes, version }),
);

/** Until somebody says otherwise. */
export const firstPolicy: Policy = { bufferMinutes: 0, version: 0 };
