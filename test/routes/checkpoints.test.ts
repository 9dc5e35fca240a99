import { newId } from '@waybill/kernel';
import { itsId, scenario } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import {
  CheckpointAdded,
  CheckpointChanged,
  CheckpointRemoved,
  CheckpointsPlanned,
  RouteCreated,
  RouteStatusChanged,
} from '#events/routes';
import { addCheckpoint } from '#functions/routes/commands/add-checkpoint';
import { changeCheckpoint } from '#functions/routes/commands/change-checkpoint';
import { planCheckpoints } from '#functions/routes/commands/plan-checkpoints';
import { removeCheckpoint } from '#functions/routes/commands/remove-checkpoint';

const at = (time: string) => `2026-05-04T${time}:00.000Z`;
const position = { latitude: 52.3759, longitude: 9.732 };

const created = RouteCreated({ origin: 'Hamburg', destination: 'Göttingen', scheduledStart: at('08:00') });
const first = { sequence: 1, location: 'Lüneburg', expectedAt: at('09:00') };
const second = { sequence: 5, location: 'Hanover', expectedAt: at('10:00'), position };
const third = { sequence: 6, location: 'Hildesheim', expectedAt: at('11:00') };
const [one, two, three] = [first, second, third].map((checkpoint) => CheckpointAdded({ checkpoint })) as [
  ReturnType<typeof CheckpointAdded>,
  ReturnType<typeof CheckpointAdded>,
  ReturnType<typeof CheckpointAdded>,
];
const activated = RouteStatusChanged({ from: 'Planning', to: 'Active' });
const minute = (n: number) => new Date(Date.parse(at('08:00')) + n * 60_000).toISOString();
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ location: `Stop ${i + 1}`, expectedAt: minute(i + 1) }));

describe('adding a checkpoint', () => {
  const { given } = scenario(addCheckpoint);

  test('appends it to the route', () => {
    given(created).when(first).emits(one);
    given(created, one).when(second).emits(two);
  });

  test('requires a sequence above the last, with or without a gap', () => {
    given(created, one, two)
      .when({ ...third, sequence: 5 })
      .refuses('checkpoint-out-of-order', { after: { sequence: 5, expectedAt: at('10:00') } }, 409);
    given(created, one, two)
      .when({ ...third, sequence: 3 })
      .refuses('checkpoint-out-of-order');
    given(created, one, two)
      .when({ ...third, sequence: 1_000_000 })
      .emits(CheckpointAdded({ checkpoint: { ...third, sequence: 1_000_000 } }));
  });

  test('requires a time strictly after the last', () =>
    given(created, one)
      .when({ ...second, expectedAt: at('09:00') })
      .refuses('checkpoint-out-of-order', { after: { sequence: 1, expectedAt: at('09:00') } }));

  test('requires a time strictly after the start', () =>
    given(created)
      .when({ ...first, expectedAt: at('08:00') })
      .refuses('checkpoint-out-of-order', { after: { expectedAt: at('08:00') } }));

  test('is refused outside Planning', () =>
    given(created, one, activated).when(second).refuses('route-not-planning', { current: 'Active' }, 409));

  test('is refused above 100 checkpoints', () => {
    const planned = (count: number) =>
      CheckpointsPlanned({ checkpoints: many(count).map((place, i) => ({ sequence: i + 1, ...place })) });
    const next = { sequence: 500, location: 'One more', expectedAt: at('20:00') };
    given(created, planned(99))
      .when(next)
      .emits(CheckpointAdded({ checkpoint: next }));
    given(created, planned(100)).when(next).refuses('too-many-checkpoints', { most: 100 }, 409);
  });

  test('refuses invalid input', () => {
    const valid = (more: object) =>
      addCheckpoint.definition.input.safeParse({ routeId: itsId, ...first, ...more }).success;
    expect(valid({ position })).toBe(true);
    for (const wrong of [
      { sequence: 0 },
      { sequence: -1 },
      { sequence: 1.5 },
      { sequence: '1' },
      { sequence: 1_000_001 },
      { location: '  ' },
      { location: 'x'.repeat(201) },
      { expectedAt: '2026-05-04T09:00:00' },
      { position: { latitude: 91, longitude: 0 } },
      { position: { latitude: 0 } },
      { reached: true },
    ])
      expect(valid(wrong), JSON.stringify(wrong)).toBe(false);
  });

  test('requires an existing route', () => given().when(first).refuses('route-not-found', {}, 404));
});

describe('changing a checkpoint', () => {
  const { given } = scenario(changeCheckpoint);
  const onRoute = () => given(created, one, two, three);

  test('records the new place and time', () =>
    onRoute()
      .when({ sequence: '5', location: 'Celle', expectedAt: at('10:30') })
      .emits(CheckpointChanged({ checkpoint: { sequence: 5, location: 'Celle', expectedAt: at('10:30') } })));

  test('requires a time strictly between its neighbours', () => {
    const between = {
      after: { sequence: 1, expectedAt: at('09:00') },
      before: { sequence: 6, expectedAt: at('11:00') },
    };
    onRoute()
      .when({ ...second, sequence: '5', expectedAt: at('09:00') })
      .refuses('checkpoint-out-of-order', between, 409);
    onRoute()
      .when({ ...second, sequence: '5', expectedAt: at('11:00') })
      .refuses('checkpoint-out-of-order', between, 409);
  });

  test('requires the first after the start and does not limit the last', () => {
    onRoute()
      .when({ ...first, sequence: '1', expectedAt: at('08:00') })
      .refuses('checkpoint-out-of-order', { after: { expectedAt: at('08:00') } });
    onRoute()
      .when({ ...third, sequence: '6', expectedAt: at('23:00') })
      .emits(CheckpointChanged({ checkpoint: { ...third, expectedAt: at('23:00') } }));
  });

  test('produces no event without a difference', () => {
    onRoute()
      .when({ ...second, sequence: '5' })
      .emitsNothing();
    const { position: _, ...nowhere } = second;
    onRoute()
      .when({ ...nowhere, sequence: '5' })
      .emits(CheckpointChanged({ checkpoint: nowhere }));
  });

  test.each([
    { ...position, latitude: 52.376 },
    { ...position, longitude: 9.733 },
  ])('records a move to another position only: %j', (moved) =>
    onRoute()
      .when({ ...second, sequence: '5', position: moved })
      .emits(CheckpointChanged({ checkpoint: { ...second, position: moved } })),
  );

  test('requires an existing checkpoint', () =>
    onRoute()
      .when({ ...second, sequence: '2' })
      .refuses('checkpoint-not-found', { sequence: 2 }, 404));

  test('is refused outside Planning', () =>
    given(created, one, activated)
      .when({ ...first, sequence: '1' })
      .refuses('route-not-planning'));

  test.each(['0', 'one', '-1', '1.5', '1000001'])('requires a sequence, not %s', (sequence) =>
    expect(changeCheckpoint.definition.input.safeParse({ routeId: itsId, ...first, sequence }).success).toBe(false),
  );
});

describe('removing a checkpoint', () => {
  const { given } = scenario(removeCheckpoint);

  test('leaves a gap in the sequence', () =>
    given(created, one, two, three)
      .when({ sequence: '5' })
      .emits(CheckpointRemoved({ sequence: 5 })));

  test('requires an existing checkpoint', () => {
    given(created, one).when({ sequence: '2' }).refuses('checkpoint-not-found', { sequence: 2 }, 404);
    given(created, one, CheckpointRemoved({ sequence: 1 }))
      .when({ sequence: '1' })
      .refuses('checkpoint-not-found');
  });

  test('is refused outside Planning', () =>
    given(created, one, activated).when({ sequence: '1' }).refuses('route-not-planning', { current: 'Active' }));
});

describe('replacing all checkpoints', () => {
  const { given } = scenario(planCheckpoints);
  const { sequence: _, ...lueneburg } = first;
  const { sequence: __, ...hanover } = second;

  test('numbers them from one, in one event', () =>
    given(created, three)
      .when({ checkpoints: [lueneburg, hanover] })
      .emits(CheckpointsPlanned({ checkpoints: [first, { ...second, sequence: 2 }] })));

  test('can remove all of them', () =>
    given(created, one)
      .when({ checkpoints: [] })
      .emits(CheckpointsPlanned({ checkpoints: [] })));

  test('produces no event without a difference', () => {
    given(created).when({ checkpoints: [] }).emitsNothing();
    given(created, one)
      .when({ checkpoints: [lueneburg] })
      .emitsNothing();
  });

  test('closes a gap even if nothing else changes', () =>
    given(created, one, two)
      .when({ checkpoints: [lueneburg, hanover] })
      .emits(CheckpointsPlanned({ checkpoints: [first, { ...second, sequence: 2 }] })));

  test('requires strictly ascending times after the start, and names the first that is not', () => {
    given(created)
      .when({ checkpoints: [hanover, lueneburg] })
      .refuses('checkpoint-out-of-order', { index: 1, after: { sequence: 1, expectedAt: at('10:00') } }, 409);
    given(created)
      .when({ checkpoints: [lueneburg, lueneburg] })
      .refuses('checkpoint-out-of-order', { index: 1 });
    given(created)
      .when({ checkpoints: [{ ...lueneburg, expectedAt: at('08:00') }] })
      .refuses('checkpoint-out-of-order', { index: 0, after: { expectedAt: at('08:00') } });
  });

  test('accepts at most 100', () => {
    given(created)
      .when({ checkpoints: many(100) })
      .emits(CheckpointsPlanned({ checkpoints: many(100).map((place, i) => ({ sequence: i + 1, ...place })) }));
    expect(planCheckpoints.definition.input.safeParse({ routeId: itsId, checkpoints: many(101) }).success).toBe(false);
  });

  test('is refused outside Planning', () =>
    given(created, one, activated).when({ checkpoints: [] }).refuses('route-not-planning', { current: 'Active' }));
});

describe('a checkpoint', () => {
  const locationId = 'AB'.repeat(32);
  const [contactId, unknownId] = [newId('clara'), newId('an unknown contact')];
  const known = {
    locations: new Map([[locationId, { removed: false }]]),
    contacts: new Map([[contactId, { contextKey: 'customer', deleted: false }]]),
  };
  const named = { ...first, locationId, contactId };

  test('may name a location and a contact', () => {
    scenario(addCheckpoint)
      .given(created)
      .seeing(known)
      .when(named)
      .emits(CheckpointAdded({ checkpoint: named }));
    const { sequence, ...place } = named;
    scenario(planCheckpoints)
      .given(created)
      .seeing(known)
      .when({ checkpoints: [place] })
      .emits(CheckpointsPlanned({ checkpoints: [named] }));
  });

  test('that names another one is changed', () => {
    const { given } = scenario(changeCheckpoint);
    given(created, one)
      .seeing(known)
      .when({ ...named, sequence: '1' })
      .emits(CheckpointChanged({ checkpoint: named }));
    given(created, CheckpointAdded({ checkpoint: named }))
      .seeing(known)
      .when({ ...named, sequence: '1' })
      .emitsNothing();
  });

  test.each([
    ['location', { locationId: 'CD'.repeat(32) }],
    ['contact', { contactId: unknownId }],
  ])('is refused with an unknown %s, wherever it stands in the plan', (what, unknown) => {
    scenario(addCheckpoint)
      .given(created)
      .seeing(known)
      .when({ ...first, ...unknown })
      .refuses(`${what}-not-found`, unknown, 404);
    const [a, b] = many(2);
    scenario(planCheckpoints)
      .given(created)
      .seeing(known)
      .when({
        checkpoints: [
          { ...a!, locationId },
          { ...b!, ...unknown },
        ],
      })
      .refuses(`${what}-not-found`, unknown, 404);
  });
});
