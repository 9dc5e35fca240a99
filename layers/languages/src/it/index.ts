import zod from 'zod/v4/locales/it.js';
import { textsOf } from '../texts-of.ts';
import { access } from './access.ts';
import { comms } from './comms.ts';
import { deliveries } from './deliveries.ts';
import { edge } from './edge.ts';
import { fields } from './fields.ts';
import { fleet } from './fleet.ts';
import { geo } from './geo.ts';
import { identity } from './identity.ts';
import { organizations } from './organizations.ts';
import { routes } from './routes.ts';

/** Italian. */
export const italian = textsOf(zod(), [
  ...[edge, access, fields, fleet, routes],
  ...[deliveries, identity, organizations, geo, comms],
]);
