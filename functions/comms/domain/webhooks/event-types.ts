import { z } from '@waybill/kernel';
import * as events from '#events/index';

/** The events of accounts belong to users, and to no organization. */
const { identity: _, ...ofOrganizations } = events;

const isEventType = (exported: unknown): exported is { readonly type: string } =>
  typeof exported === 'function' && 'revision' in exported && 'type' in exported;

/** The types that a webhook may subscribe to: all published events of organizations. */
export const publishedTypes = Object.values(ofOrganizations)
  .flatMap((context): unknown[] => Object.values(context))
  .flatMap((exported) => (isEventType(exported) ? exported.type : []))
  .toSorted();

/** All types, also those that are added later. */
export const everything = '*';

export const WebhookEventType = z.enum([everything, ...publishedTypes]).meta({
  id: 'WebhookEventType',
  description: 'The type of an event; `*` means all, also those that are added later.',
});

export const eventTypes = () =>
  z
    .array(WebhookEventType)
    .min(1)
    .max(publishedTypes.length + 1)
    .transform((types) => (types.includes(everything) ? [everything] : [...new Set(types)].toSorted()))
    .describe('The types of the events to send.');

/** Whether a webhook with these types gets events of a type. */
export const isWanted = (types: readonly string[], type: string): boolean =>
  types.includes(everything) || types.includes(type);
