import { time, type Window, widened } from '@waybill/kernel';

/** The requested window for a driver or a vehicle. */
export const freeWindow = {
  freeFrom: time().optional().describe('The start of a window that must be free. Requires `freeTo`.'),
  freeTo: time().optional().describe('The end of the window, later than `freeFrom`. Requires `freeFrom`.'),
};

export interface FreeWindow {
  readonly freeFrom?: string | undefined;
  readonly freeTo?: string | undefined;
}

/** Requires both ends or neither, and the end after the start. */
export const isWhole = ({ freeFrom, freeTo }: FreeWindow): boolean =>
  freeFrom === undefined ? freeTo === undefined : freeTo !== undefined && freeFrom < freeTo;

/** The requested window with the turnaround time around it; `undefined` without a window. */
export const withTurnaround = ({ freeFrom, freeTo }: FreeWindow, bufferMinutes: number): Window | undefined =>
  freeFrom === undefined || freeTo === undefined ? undefined : widened({ from: freeFrom, to: freeTo }, bufferMinutes);
