import * as z from 'zod';
import { UnreadableEvent } from '../messaging/unreadable-event.ts';
import { Problem } from '../problems/problem.ts';
import { UnreadableRow } from '../read/rows/unreadable-row.ts';
import { streamKey } from '../write/event.ts';
import { sourceFrames } from './source-frames.ts';

/** The loggable part of an error. */
export interface Reason {
  readonly reason: string;
  /** Where values did not match their schema; never the values. */
  readonly paths?: readonly string[];
  readonly projection?: string;
  readonly row?: string;
  readonly stream?: string;
  readonly version?: number;
  readonly cause?: Reason;
}

/**
 * The type of an error and where it occurred, in names from the code. Not its message: that may quote input or stored
 * personal data.
 */
export const reasonOf = (error: unknown): Reason => {
  if (!(error instanceof Error)) return { reason: 'unknown' };
  const { name: reason } = error;
  if (error instanceof Problem) return { reason: error.code };
  if (error instanceof UnreadableRow)
    return { reason, projection: error.projection, row: error.key, cause: reasonOf(error.cause) };
  if (error instanceof UnreadableEvent) return { reason, stream: streamKey(error.stream), version: error.version };
  if (error instanceof z.ZodError) return { reason, paths: pathsIn(error.issues) };
  return { reason };
};

/** Further paths rarely help to find the mistake. */
const mostPaths = 20;

const pathsIn = (issues: readonly z.core.$ZodIssue[]): readonly string[] =>
  [...new Set(issues.map(({ path }) => path.map(String).join('.')))].slice(0, mostPaths);

/** Also where in the code it was thrown. */
export const failureOf = (
  error: unknown,
): Omit<Reason, 'reason'> & { readonly name: string; readonly at?: readonly string[] } => {
  const { reason: name, ...more } = reasonOf(error);
  const at = error instanceof Error && error.stack && sourceFrames(error.stack);
  return { name, ...more, ...(at && { at }) };
};
