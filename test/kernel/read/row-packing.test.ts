import { newId, z } from '@waybill/kernel';
import { packingOf, packText, unpackText } from '@waybill/kernel/read/rows/row-packing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deliveryRow } from '#functions/deliveries/projections/delivery-row';
import { goldens } from '../../rows/golden.ts';

const Row = z.object({
  id: z.guid(),
  at: z.iso.datetime().nullable(),
  kind: z.enum(['~One', 'Two']),
  size: z.number().optional(),
  text: z.string(),
  open: z.boolean(),
  parts: z.array(z.object({ name: z.string().nullable(), tags: z.array(z.string()).optional() })),
  within: z.object({ text: z.string().optional() }).nullable(),
  either: z.union([z.string(), z.object({ name: z.string() })]),
});
const { pack, unpack } = packingOf('shape', Row);
/** Through JSON, as in the table. */
const kept = (value: unknown) => unpack(JSON.parse(JSON.stringify(pack(value))));

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.uuid(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom('', '~', '@', '`', '~~', '@1', '`~', '2026-02-30T00:00:00.000Z', '2026-05-04T08:00:00Z'),
);

describe('a packed row', () => {
  test('unpacks to the same value', () => {
    const row = fc.record({
      id: fc.uuid(),
      at: fc.option(text),
      kind: fc.constantFrom('~One', 'Two'),
      size: fc.option(
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
        { nil: undefined },
      ),
      text,
      open: fc.boolean(),
      parts: fc.array(fc.record({ name: fc.option(text), tags: fc.array(text) }, { requiredKeys: ['name'] })),
      within: fc.option(fc.record({ text }, { requiredKeys: [] })),
      either: fc.oneof(text, fc.record({ name: text })),
    });
    fc.assert(
      fc.property(row, (row) => {
        const { size, ...rest } = row;
        expect(kept(row)).toEqual(size === undefined ? rest : row);
      }),
    );
  });

  test('that does not match the schema is stored unchanged', () => {
    for (const odd of [{ id: newId('a'), unknown: 1 }, { parts: 'none', within: 1 }, 'text', null, 7])
      expect(kept(odd)).toEqual(odd);
  });

  test('with another number of fields cannot be read', () => {
    expect(() => unpack([1, 2])).toThrow(TypeError);
  });

  test('of a delivery takes less than half the size of its JSON', () => {
    const packing = deliveryRow.packing();
    const { rows } = goldens.find(
      ({ projection, shape }) => projection === 'delivery' && shape === deliveryRow.shape(),
    )!;
    expect(rows.length).toBeGreaterThan(3);
    for (const { data } of rows) {
      const json = JSON.stringify(packing.unpack(JSON.parse(data!.S!)));
      expect(data!.S!.length).toBeLessThan(json.length / 2);
    }
  });
});

describe('packed text', () => {
  test('is short for ids and times, and unchanged otherwise', () => {
    expect(packText(newId('a'))).toHaveLength(23);
    expect(packText('2026-05-04T08:00:00.000Z')).toHaveLength(9);
    for (const it of ['Ada', '2026-05-04', '', newId('a').toUpperCase()]) expect(packText(it)).toBe(it);
  });

  test('is unambiguous', () => {
    fc.assert(fc.property(text, (it) => void expect(unpackText(packText(it))).toBe(it)));
  });
});
