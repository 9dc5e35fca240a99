import { command, optionalText, text, time, z } from '@waybill/kernel';
import { RouteCreated } from '#events/routes';
import { route } from '../route.ts';

export const createRoute = command({
  summary: 'Create a route',
  description: 'The new route has the status `Planning`. Add checkpoints, then activate it for deliveries.',
  route: 'POST /routes',
  role: 'officer',
  input: z
    .strictObject({
      name: optionalText(100).describe('The name.'),
      origin: text(200).describe('Where it starts.'),
      destination: text(200).describe('Where it ends.'),
      scheduledStart: time().describe('When it starts.'),
      scheduledEnd: time()
        .optional()
        .describe('The planned end, after `scheduledStart`. The route ends later if its last checkpoint is later.'),
    })
    .refine(({ scheduledStart, scheduledEnd }) => !scheduledEnd || scheduledStart < scheduledEnd, {
      path: ['scheduledEnd'],
      error: 'must be after scheduledStart',
    }),
  example: {
    name: 'Morning round',
    origin: 'Doca do Poço do Bispo, Lisboa',
    destination: 'Torre de Belém, Lisboa',
    scheduledStart: '2030-06-03T08:00:00Z',
  },
  on: route,

  begin: (route) => RouteCreated(route),
});
