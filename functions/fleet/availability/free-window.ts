import { time, type Window, widened } from '@waybill/kernel';

/** The window somebody wants a driver or a vehicle for. */
export const freeWindow = {
  freeFrom: time().optional().describe('The start of a window that must be free; comes with `freeTo`.'),
  freeTo: time().optional().describe('Its end; comes with `freeFrom`, and is later.'),
};

export interface FreeWindow {
  readonly freeFrom?: string | undefined;
  readonly freeTo?: string | undefined;
}

/** Both ends or neither, and the end after the start. */
export const isWhole = ({ freeFrom, freeTo }: FreeWindow): boolean =>
  freeFrom === undefined || freeTo === undefined ? freeFrom === freeTo : freeFrom < freeTo;

/** The window with the turnaround time that must be free around it, if there is one. */
export const withTurnaround = ({ freeFrom, freeTo }: FreeWindow, bufferMinutes: number): Window | undefined =>
  freeFrom === undefined || freeTo === undefined ? undefined : widened({ from: freeFrom, to: freeTo }, bufferMinutes);
