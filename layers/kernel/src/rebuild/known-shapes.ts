import type { Platform } from '../platform.ts';
import type { ReadModel } from '../read/read-model.ts';

/** The progress of bringing a projection's rows into the shape of the current code. */
export interface KnownShape {
  readonly shape: string;
  /** When this shape was first seen. */
  readonly since: string;
  /** Whether all rows have been checked since. */
  readonly done: boolean;
}
export type KnownShapes = Readonly<Record<string, KnownShape>>;

/** Where it is stored: with the locks of the jobs, and like those not a part of a backup. */
export const shapesPlace = 'shapes';

export const knownShapes = async ({ locks }: Platform): Promise<KnownShapes> =>
  JSON.parse((await locks.recall(shapesPlace)) ?? '{}') as KnownShapes;

/** Stores the progress of some projections. */
export const rememberShapes = async (platform: Platform, some: KnownShapes): Promise<void> => {
  if (!Object.keys(some).length) return;
  await platform.locks.remember(shapesPlace, JSON.stringify({ ...(await knownShapes(platform)), ...some }));
};

export const placeOf = ({ definition: { of, name } }: ReadModel<any>): string => `${of.context}.${name}`;
