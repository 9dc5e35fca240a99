import type { Platform } from '../platform.ts';
import type { ReadModel } from '../read/read-model.ts';

/** How far the rows of a projection are in the shape of today's code. */
export interface KnownShape {
  readonly shape: string;
  /** When this shape was first met. */
  readonly since: string;
  /** Whether all rows have been looked at since. */
  readonly done: boolean;
}
export type KnownShapes = Readonly<Record<string, KnownShape>>;

/** Where it is remembered: beside the locks of the jobs, and like those no part of a backup. */
export const shapesPlace = 'shapes';

export const knownShapes = async ({ locks }: Platform): Promise<KnownShapes> =>
  JSON.parse((await locks.recall(shapesPlace)) ?? '{}') as KnownShapes;

/** Notes what has become of some projections. */
export const rememberShapes = async (platform: Platform, some: KnownShapes): Promise<void> => {
  if (!Object.keys(some).length) return;
  await platform.locks.remember(shapesPlace, JSON.stringify({ ...(await knownShapes(platform)), ...some }));
};

export const placeOf = ({ definition: { of, name } }: ReadModel<any>): string => `${of.context}.${name}`;
