import { newId } from '@waybill/kernel';
import { type City, cities } from './seed-places.ts';

/** The number of crews in a branch; each has one delivery per shift. */
export const crewsOfBranch = 25;
const customersOfBranch = 12;

/** Hours since the opening of the branch: past, current and future shifts. */
export const shifts = [
  { from: -5, to: -1, is: 'over' },
  { from: 0, to: 4, is: 'now' },
  { from: -10, to: -6, is: 'over' },
  { from: 24, to: 28, is: 'ahead' },
  { from: -20, to: -16, is: 'over' },
] as const;
export const deliveriesOfBranch = crewsOfBranch * shifts.length;

/** The steps of a delivery, in order. */
export type Step = 'SetOut' | 'Pass' | 'Report' | 'Resolve' | 'Prove' | 'Fail' | 'TryAgain' | 'Cancel';

export interface Story {
  readonly ordinal: number;
  readonly branch: number;
  readonly city: City;
  readonly crew: number;
  readonly shift: number;
  readonly hasDriver: boolean;
  readonly hasVehicle: boolean;
  readonly reference: string;
  readonly customerId: string;
  readonly priority: 'Low' | 'Normal' | 'High' | 'Urgent';
  readonly notes?: string;
  /** Whether the promised time is later than the end of the route. */
  readonly isPatient: boolean;
  readonly steps: readonly Step[];
  /** The final status. */
  readonly status: 'PickedUp' | 'InTransit' | 'OutForDelivery' | 'Delivered' | 'Failed' | 'Cancelled';
}

type Plot = Pick<Story, 'steps' | 'status'>;

const journey = ['SetOut', 'Pass', 'Pass', 'Pass', 'Pass'] as const;
const delivered: Plot = { steps: [...journey, 'Prove'], status: 'Delivered' };
const plots: Readonly<Record<(typeof shifts)[number]['is'], (turn: number) => Plot>> = {
  over: (turn) =>
    (({
      1: { steps: [...journey, 'Fail'], status: 'Failed' },
      4: { steps: ['SetOut', 'Pass', 'Report', 'Resolve', 'Pass', 'Pass', 'Pass', 'Prove'], status: 'Delivered' },
      6: { steps: ['Cancel'], status: 'Cancelled' },
      9: { steps: [...journey, 'Fail', 'TryAgain', ...journey, 'Prove'], status: 'Delivered' },
      12: { steps: ['SetOut', 'Pass', 'Report', 'Cancel'], status: 'Cancelled' },
    })[turn % 15] as Plot | undefined) ?? delivered,
  now: (turn) =>
    [
      { steps: ['SetOut', 'Pass', 'Pass'], status: 'InTransit' } as const,
      { steps: journey, status: 'OutForDelivery' } as const,
      { steps: ['SetOut', 'Pass', 'Report'], status: 'InTransit' } as const,
      { steps: ['SetOut'], status: 'InTransit' } as const,
    ][turn % 4]!,
  ahead: () => ({ steps: [], status: 'PickedUp' }),
};

const priorities = ['Normal', 'Normal', 'High', 'Normal', 'Low', 'Normal', 'Urgent'] as const;
const notes = ['Ring twice.', 'Leave it with the neighbours.', 'Mind the dog.', 'Third floor, no lift.'];

/** What a waiting delivery still lacks. */
const missing: readonly (readonly ('driver' | 'vehicle')[])[] = [[], ['driver', 'vehicle'], ['vehicle'], []];

/** Always the same delivery for the same ordinal. */
export const storyOf = (ordinal: number): Story => {
  const branch = Math.floor(ordinal / deliveriesOfBranch);
  const place = ordinal % deliveriesOfBranch;
  const shift = place % shifts.length;
  const crew = Math.floor(place / shifts.length);
  const city = cities[branch % cities.length]!;
  const { is } = shifts[shift]!;
  const note = notes[ordinal % 9];
  const lacks = is === 'ahead' ? missing[crew % missing.length]! : [];
  return {
    ordinal,
    branch,
    city,
    crew,
    shift,
    hasDriver: !lacks.includes('driver'),
    hasVehicle: !lacks.includes('vehicle'),
    reference: `${city.code}-${String(ordinal + 1).padStart(6, '0')}`,
    customerId: newId(`seeded customer ${branch} ${(ordinal * 7) % customersOfBranch}`),
    priority: priorities[ordinal % priorities.length]!,
    ...(note && { notes: note }),
    isPatient: is !== 'over' || ordinal % 6 !== 0,
    ...plots[is](crew + shift),
  };
};
