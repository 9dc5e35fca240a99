import { aggregate } from '@waybill/kernel';
import { BufferChanged } from '#events/fleet';

export interface Policy {
  readonly bufferMinutes: number;
  readonly version: number;
}

/** The fleet policy of an organization. Its id is the id of the organization. */
export const policy = aggregate('fleet', 'policy').begin(
  BufferChanged,
  ({ bufferMinutes }, { version }): Policy => ({ bufferMinutes, version }),
);

/** The default. */
export const firstPolicy: Policy = { bufferMinutes: 0, version: 0 };
