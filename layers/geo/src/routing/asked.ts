import type * as z from 'zod';

const timeoutMs = 2_000;

/** The JSON answer of a routing service, within 2 s. Throws if it is late, an error, or has another shape. */
export const asked = async <Answer extends z.ZodType>(
  url: string,
  shape: Answer,
  init: RequestInit = {},
): Promise<z.output<Answer>> => {
  const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`the routing service answered ${response.status}`);
  return shape.parse(await response.json());
};
