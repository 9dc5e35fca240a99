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

  test('takes it to the end of the route', () => {
    given(created).when(first).emits(one);
    given(created, one).when(second).emits(two);
  });

  test('asks for a sequence above the last, not for the next', () => {
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

  test('asks for a time strictly after the last', () =>
    given(created, one)
      .when({ ...second, expectedAt: at('09:00') })
      .refuses('checkpoint-out-of-order', { after: { sequence: 1, expectedAt: at('09:00') } }));

  test('and strictly after the start', () =>
    given(created)
      .when({ ...first, expectedAt: at('08:00') })
      .refuses('checkpoint-out-of-order', { after: { expectedAt: at('08:00') } }));

  test('is for planning only', () =>
    given(created, one, activated).when(second).refuses('route-not-planning', { current: 'Active' }, 409));

  test('ends at a hundred', () => {
    const planned = (count: number) =>
      CheckpointsPlanned({ checkpoints: many(count).map((place, i) => ({ sequence: i + 1, ...place })) });
    const next = { sequence: 500, location: 'One more', expectedAt: at('20:00') };
    given(created, planned(99))
      .when(next)
      .emits(CheckpointAdded({ checkpoint: next }));
    given(created, planned(100)).when(next).refuses('too-many-checkpoints', { most: 100 }, 409);
  });

  test('takes what makes sense', () => {
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

  test('needs a route', () => given().when(first).refuses('route-not-found', {}, 404));
});

describe('moving a checkpoint', () => {
  const { given } = scenario(changeCheckpoint);
  const onRoute = () => given(created, one, two, three);

  test('says where it is now, and when', () =>
    onRoute()
      .when({ sequence: '5', location: 'Celle', expectedAt: at('10:30') })
      .emits(CheckpointChanged({ checkpoint: { sequence: 5, location: 'Celle', expectedAt: at('10:30') } })));

  test('stays strictly between its neighbours', () => {
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

  test('the first stays after the start, the last may go as late as it likes', () => {
    onRoute()
      .when({ ...first, sequence: '1', expectedAt: at('08:00') })
      .refuses('checkpoint-out-of-order', { after: { expectedAt: at('08:00') } });
    onRoute()
      .when({ ...third, sequence: '6', expectedAt: at('23:00') })
      .emits(CheckpointChanged({ checkpoint: { ...third, expectedAt: at('23:00') } }));
  });

  test('says nothing when it is there already', () => {
    onRoute()
      .when({ ...second, sequence: '5' })
      .emitsNothing();
    const { position: _, ...nowhere } = second;
    onRoute()
      .when({ ...nowhere, sequence: '5' })
      .emits(CheckpointChanged({ checkpoint: nowhere }));
  });

  test('knows which checkpoints there are', () =>
    onRoute()
      .when({ ...second, sequence: '2' })
      .refuses('checkpoint-not-found', { sequence: 2 }, 404));

  test('is for planning only', () =>
    given(created, one, activated)
      .when({ ...first, sequence: '1' })
      .refuses('route-not-planning'));

  test.each(['0', 'one', '-1', '1.5', '1000001'])('takes a sequence, not %s', (sequence) =>
    expect(changeCheckpoint.definition.input.safeParse({ routeId: itsId, ...first, sequence }).success).toBe(false),
  );
});

describe('taking a checkpoint out', () => {
  const { given } = scenario(removeCheckpoint);

  test('leaves a gap', () =>
    given(created, one, two, three)
      .when({ sequence: '5' })
      .emits(CheckpointRemoved({ sequence: 5 })));

  test('knows which checkpoints there are', () => {
    given(created, one).when({ sequence: '2' }).refuses('checkpoint-not-found', { sequence: 2 }, 404);
    given(created, one, CheckpointRemoved({ sequence: 1 }))
      .when({ sequence: '1' })
      .refuses('checkpoint-not-found');
  });

  test('is for planning only', () =>
    given(created, one, activated).when({ sequence: '1' }).refuses('route-not-planning', { current: 'Active' }));
});

describe('laying out all checkpoints anew', () => {
  const { given } = scenario(planCheckpoints);
  const { sequence: _, ...lueneburg } = first;
  const { sequence: __, ...hanover } = second;

  test('counts from one, in one fact', () =>
    given(created, three)
      .when({ checkpoints: [lueneburg, hanover] })
      .emits(CheckpointsPlanned({ checkpoints: [first, { ...second, sequence: 2 }] })));

  test('may leave none', () =>
    given(created, one)
      .when({ checkpoints: [] })
      .emits(CheckpointsPlanned({ checkpoints: [] })));

  test('says nothing when they are laid out like that already', () => {
    given(created).when({ checkpoints: [] }).emitsNothing();
    given(created, one)
      .when({ checkpoints: [lueneburg] })
      .emitsNothing();
  });

  test('closes a gap, though nothing else changes', () =>
    given(created, one, two)
      .when({ checkpoints: [lueneburg, hanover] })
      .emits(CheckpointsPlanned({ checkpoints: [first, { ...second, sequence: 2 }] })));

  test('keeps them strictly ascending, after the start, and says which is not', () => {
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

  test('takes a hundred and no more', () => {
    given(created)
      .when({ checkpoints: many(100) })
      .emits(CheckpointsPlanned({ checkpoints: many(100).map((place, i) => ({ sequence: i + 1, ...place })) }));
    expect(planCheckpoints.definition.input.safeParse({ routeId: itsId, checkpoints: many(101) }).success).toBe(false);
  });

  test('is for planning only', () =>
    given(created, one, activated).when({ checkpoints: [] }).refuses('route-not-planning', { current: 'Active' }));
});
