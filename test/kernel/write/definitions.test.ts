import { aggregate, event, externalAggregate, projection, z } from '@waybill/kernel';
import { recorded, rowAfter } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { van } from '../support/garage.ts';

const PriceSet = event('PriceSet', { cents: z.int() });
const PriceRaised = event('PriceRaised', { by: z.int() });
const Unrelated = event('Unrelated', {});

const row = z.object({ cents: z.int() });
const price = aggregate('shop', 'price')
  .begin(PriceSet, ({ cents }) => ({ cents }))
  .on(PriceRaised, ({ cents }, { by }) => ({ cents: cents + by }));

describe('an event that begins an aggregate', () => {
  const history = [PriceSet({ cents: 5 }), PriceRaised({ by: 2 }), PriceSet({ cents: 1 }), PriceRaised({ by: 1 })];

  test('begins the state anew when it occurs again', () => {
    expect(price.fold(recorded(history))).toEqual({ cents: 2 });
    expect(
      externalAggregate('shop', 'price')
        .begin(PriceSet, ({ cents }) => cents)
        .fold(recorded(history)),
    ).toBe(1);
  });

  test('begins the row anew when it occurs again', () => {
    const prices = projection<z.infer<typeof row>>('price', { of: price, row })
      .begin(PriceSet, ({ data }) => data)
      .on(PriceRaised, ({ cents }, { data: { by } }) => ({ cents: cents + by }));
    expect(rowAfter(prices, ...history)).toEqual({ cents: 2 });
  });
});

/** What the type checker refuses is also refused at run time, for definitions without type checks. */
describe('a definition is refused in one sentence', () => {
  const untyped = (it: unknown) => it as any;

  test('when it handles an event twice', () => {
    expect(() => untyped(price).on(PriceSet, (it: unknown) => it)).toThrow('shop.price handles PriceSet twice');
    expect(() =>
      untyped(projection('prices', { of: price, row }))
        .begin(PriceSet, () => ({}))
        .on(PriceSet, () => ({})),
    ).toThrow('projection prices handles PriceSet twice');
  });

  test('when a projection handles an event that its aggregate does not declare', () => {
    expect(() => projection('vans', { of: van, row: z.object({}) }).on(Unrelated, () => ({}))).toThrow(
      'projection vans handles Unrelated, which van does not know',
    );
  });
});
