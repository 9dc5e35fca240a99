import * as z from 'zod';
import { queue } from '../../../access/declared/queue.ts';

/** Addresses about which nothing is known in this month, as `publicAddress` writes them. A worker of geo looks them up. */
export const lookUps = queue('look-ups', z.object({ ip: z.string().max(45) }));
