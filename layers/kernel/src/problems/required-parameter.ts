import type { Platform } from '../platform.ts';
import { incomplete } from './not-ready.ts';
import { Problem } from './problem.ts';

/** A parameter that the deployment of the stage creates. Throws 503 `not-ready` where it is missing. */
export const requiredParameter = async (
  { parameters, stage }: Pick<Platform, 'parameters' | 'stage'>,
  name: string,
): Promise<string> => {
  const path = `/waybill/${stage}/${name}`;
  const value = await parameters.get(path);
  if (!value) throw Problem.of(incomplete(path));
  return value;
};
