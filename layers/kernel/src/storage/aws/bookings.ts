import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Commit } from '../../platform.ts';
import type { Booking, Resource } from '../../write/resource.ts';
import { type Item, n, s } from './table.ts';

/** The partition of a resource's bookings and of their change counter. */
export const bookingsKey = (org: string, { context, name }: Resource, id: string) =>
  `${context}#${org}#bookings#${name}#${id}`;

/** The index partition of the bookings of all resources of an exclusive kind. */
export const bookedKey = (org: string, { context, name }: Resource) => `${context}#${org}#bookings#${name}`;

export const bookingIn = (item: Item): Booking => {
  const [, , , resource = '', id = ''] = item.pk!.S!.split('#');
  const [from = '', holder = ''] = item.sk!.S!.split('#');
  return { resource, id, holder, from, to: item.to!.S! };
};

/** The booking of an index entry. The index has keys only, so the end of the booking is missing. */
export const bookedIn = (item: Item): Pick<Booking, 'id' | 'holder' | 'from'> => {
  const [, , , , id = ''] = item.pk!.S!.split('#');
  const [from = '', holder = ''] = item.sk!.S!.split('#');
  return { id, holder, from };
};

/**
 * Every change of a resource's bookings increases its counter once, on condition that the counter is unchanged if it
 * was read. The same item has the number of bookings. Only exclusive bookings are indexed: an index entry costs a write
 * unit.
 */
export const bookingWrites = ({
  org,
  books,
  frees,
  unchangedBookings,
}: Commit): { readonly write: TransactWriteItem }[] => {
  const expected = new Map<string, number>();
  for (const { resource, id, version } of unchangedBookings) {
    const pk = bookingsKey(org, resource, id);
    expected.set(pk, Math.min(version, expected.get(pk) ?? version));
  }
  const changed = new Set([...books, ...frees].map(({ resource, id }) => bookingsKey(org, resource, id)));
  const keys = (changes: readonly { resource: Resource; id: string }[]) =>
    changes.map(({ resource, id }) => bookingsKey(org, resource, id));
  const more = (pk: string) =>
    keys(books).filter((key) => key === pk).length - keys(frees).filter((key) => key === pk).length;
  const slot = (pk: string, from: string, holder: string) => ({ pk: s(pk), sk: s(`${from}#${holder}`) });
  const booked = new Set(
    books.map(({ resource, id, holder, window }) => `${bookingsKey(org, resource, id)} ${window.from}#${holder}`),
  );
  return [
    ...books.map(({ resource, id, holder, window: { from, to } }) => {
      const Item = {
        ...slot(bookingsKey(org, resource, id), from, holder),
        to: s(to),
        ...(resource.exclusive && { gsi1pk: s(bookedKey(org, resource)), gsi1sk: s(`${from}#${id}#${holder}`) }),
      };
      return { write: { Put: { Item } as any } };
    }),
    ...frees
      .filter(({ resource, id, holder, from }) => !booked.has(`${bookingsKey(org, resource, id)} ${from}#${holder}`))
      .map(({ resource, id, holder, from }) => ({
        write: { Delete: { Key: slot(bookingsKey(org, resource, id), from, holder) } as any },
      })),
    ...[...changed].map((pk) => ({
      write: {
        Update: {
          Key: { pk: s(pk), sk: s('version') },
          UpdateExpression: 'ADD v :one, held :more',
          ...still(expected.get(pk), { ':one': n(1), ':more': n(more(pk)) }),
        } as any,
      },
    })),
    ...[...expected]
      .filter(([pk]) => !changed.has(pk))
      .map(([pk, version]) => ({
        write: { ConditionCheck: { Key: { pk: s(pk), sk: s('version') }, ...still(version, {}) } as any },
      })),
  ];
};

const still = (version: number | undefined, values: Item) => {
  if (version === undefined) return { ExpressionAttributeValues: values };
  if (version === 0)
    return {
      ConditionExpression: 'attribute_not_exists(pk)',
      ...(Object.keys(values).length && { ExpressionAttributeValues: values }),
    };
  return { ConditionExpression: 'v = :version', ExpressionAttributeValues: { ...values, ':version': n(version) } };
};
