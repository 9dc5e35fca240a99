import { command, optionalText, text, time, z } from '@waybill/kernel';
import { RouteCreated } from '#events/routes';
import { route } from '../route.ts';

export const createRoute = command({
  summary: 'Begin to plan a route',
  route: 'POST /routes',
  role: 'officer',
  input: z
    .strictObject({
      name: optionalText(100),
      origin: text(200),
      destination: text(200),
      scheduledStart: time(),
      scheduledEnd: time().optional(),
    })
    .refine(({ scheduledStart, scheduledEnd }) => !scheduledEnd || scheduledStart < scheduledEnd, {
      path: ['scheduledEnd'],
      error: 'must be after scheduledStart',
    }),
  on: route,

  begin: (route) => RouteCreated(route),
});
