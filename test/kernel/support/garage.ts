import {
  aggregate,
  appendTo,
  book,
  bulk,
  claim,
  claims,
  command,
  event,
  externalAggregate,
  free,
  id,
  notFound,
  personal,
  problem,
  projection,
  query,
  release,
  resource,
  resourceBooked,
  taken,
  text,
  time,
  wholeNumber,
  z,
} from '@waybill/kernel';
import { page, pageOf } from '@waybill/kernel/fields';

/** A toy context for the kernel's tests: vans that are bought, painted, lent, parked and sold. */

export const VanBought = event('VanBought', { plate: z.string(), owner: personal(z.string()).optional() });
export const VanPainted = event('VanPainted', { colour: z.string() });
export const VanLent = event('VanLent', { driverId: z.string() });
export const VanSold = event('VanSold', {});
export const BayTaken = event('BayTaken', { bayId: z.string(), from: z.string(), to: z.string() });
export const BayLeft = event('BayLeft', { bayId: z.string(), from: z.string() });
export const LoadGiven = event('LoadGiven', { to: z.string() });
export const LoadReceived = event('LoadReceived', { from: z.string() });

/** An exclusive place in the garage, and a yard without a limit. */
export const bay = resource('garage', 'bay');
export const yard = resource('garage', 'yard', { exclusive: false });
export const plates = claims('garage', 'plate');

const vanSold = problem('van-sold', 409, 'The van is sold.', { colour: z.string() });
const inUse = problem('in-use', 409, 'The yard is in use.', { by: z.int() });
const driverUnfit = problem('driver-unfit', 409, 'The driver is not fit.', { driverId: z.string() });
const vanNotFound = notFound('van');
const plateTaken = taken('plate');

interface Van {
  readonly plate: string;
  readonly colour: string;
  readonly sold: boolean;
}

const same = (state: Van) => state;

export const van = aggregate('garage', 'van')
  .begin(VanBought, ({ plate }): Van => ({ plate, colour: 'white', sold: false }))
  .on(VanPainted, (state, { colour }) => ({ ...state, colour }))
  .on(VanSold, (state) => ({ ...state, sold: true }))
  .on(VanLent, same)
  .on(BayTaken, same)
  .on(BayLeft, same)
  .on(LoadGiven, same)
  .on(LoadReceived, same);

/** What another context publishes about people. */
export const DriverHired = event('DriverHired', {});
export const DriverSuspended = event('DriverSuspended', {});
export const driver = externalAggregate('people', 'driver')
  .begin(DriverHired, () => ({ fit: true }))
  .on(DriverSuspended, () => ({ fit: false }));

export const buyVan = command({
  summary: 'Buys a van',
  route: 'POST /vans',
  role: 'officer',
  input: z.strictObject({ plate: text(20), owner: text(40).optional() }),
  on: van,
  refuses: [plateTaken],
  writes: { plates },
  begin: ({ plate, owner }) => [VanBought({ plate, ...(owner && { owner }) }), claim(plates, plate)],
});

export const paintVan = command({
  summary: 'Paints a van',
  route: 'PUT /vans/{vanId}/colour',
  role: 'agent',
  input: z.strictObject({ vanId: id(), colour: text(20) }),
  on: van,
  refuses: [vanSold],
  decide: ({ colour: now, sold }, { colour }) => {
    if (sold) return vanSold({ colour });
    return now === colour ? [] : VanPainted({ colour });
  },
});

export const replateVan = command({
  summary: 'Gives a van another plate',
  route: 'PUT /vans/{vanId}/plate',
  role: 'officer',
  input: z.strictObject({ vanId: id(), from: text(20), plate: text(20) }),
  on: van,
  refuses: [plateTaken],
  writes: { plates },
  decide: (_, { from, plate }) => [VanPainted({ colour: plate }), release(plates, from), claim(plates, plate)],
});

const stay = { vanId: id(), bayId: text(60), from: time() };

export const takeBay = command({
  summary: 'Takes a bay for a while',
  route: 'POST /vans/{vanId}/stays',
  role: 'agent',
  input: z.strictObject({ ...stay, to: time(), buffer: z.int().optional() }),
  on: van,
  refuses: [resourceBooked],
  writes: { bay },
  status: 201,
  decide: (_, { bayId, from, to, buffer = 0 }) => [
    BayTaken({ bayId, from, to }),
    book(bay, bayId, { from, to }, { buffer }),
  ],
  respond: ({ bayId }, { newId }) => ({ stayId: newId(bayId) }),
});

export const leaveBay = command({
  summary: 'Leaves a bay',
  route: 'DELETE /vans/{vanId}/stays',
  role: 'agent',
  input: z.strictObject(stay),
  on: van,
  writes: { bay },
  decide: (_, { bayId, from }) => [BayLeft({ bayId, from }), free(bay, bayId, from)],
});

export const useYard = command({
  summary: 'Stands in the yard',
  route: 'POST /vans/{vanId}/parkings',
  role: 'agent',
  input: z.strictObject({ ...stay, to: time() }),
  on: van,
  writes: { yard },
  decide: (_, { bayId, from, to }) => [BayTaken({ bayId, from, to }), book(yard, bayId, { from, to })],
});

export const sellVan = command({
  summary: 'Sells a van, unless its yard is in use',
  role: 'officer',
  input: z.strictObject({ vanId: id(), yardId: text(20) }),
  on: van,
  refuses: [inUse],
  reads: { users: { of: yard, id: ({ yardId }) => yardId } },
  decide: (_, __, { users }) => (users.length ? inUse({ by: users.length }) : VanSold({})),
});

export const lendVan = command({
  summary: 'Lends a van to a driver who is fit',
  route: 'POST /vans/{vanId}/loans',
  role: 'agent',
  input: z.strictObject({ vanId: id(), driverId: text(40), coDriverId: text(40).optional() }),
  on: van,
  refuses: [driverUnfit],
  reads: {
    driver: { of: driver, id: ({ driverId }) => driverId },
    coDriver: { of: driver, id: ({ coDriverId }) => coDriverId },
  },
  decide: (_, { driverId }, { driver }) => (driver?.fit ? VanLent({ driverId }) : driverUnfit({ driverId })),
});

export const lendVanTrustfully = command({
  summary: 'Lends a van to a driver who was fit a moment ago',
  role: 'agent',
  input: z.strictObject({ vanId: id(), driverId: text(40) }),
  on: van,
  refuses: [driverUnfit],
  reads: { driver: { of: driver, id: ({ driverId }) => driverId, consistency: 'eventual' } },
  decide: (_, { driverId }, { driver }) => (driver?.fit ? VanLent({ driverId }) : driverUnfit({ driverId })),
});

export const moveLoad = command({
  summary: 'Moves the load of one van to another',
  route: 'POST /vans/{vanId}/loads',
  role: 'agent',
  input: z.strictObject({ vanId: id(), to: id() }),
  on: van,
  refuses: [vanNotFound],
  reads: { other: { of: van, id: ({ to }) => to } },
  writes: { other: van },
  decide: (_, { vanId, to }, { other }) =>
    other ? [LoadGiven({ to }), appendTo('other', LoadReceived({ from: vanId }))] : vanNotFound(),
});

export const paintVans = bulk({
  summary: 'Paints vans',
  route: 'POST /vans/bulk/colours',
  role: 'agent',
  of: paintVan,
  id: 'vanId',
});

const VanRow = z.object({ vanId: z.string(), plate: z.string(), colour: z.string(), bought: z.string() });
export type VanRow = z.infer<typeof VanRow>;

export const vans = projection<VanRow>('vans', {
  of: van,
  row: VanRow,
  indexes: {
    all: ({ bought }) => ['', bought],
    byColour: ({ colour, bought }) => [colour, bought],
  },
  counters: ({ colour }) => ({ bucket: 'all', counts: { total: 1, [colour]: 1 } }),
})
  .begin(VanBought, ({ aggregateId, at, data: { plate } }) => ({
    vanId: aggregateId,
    plate,
    colour: 'white',
    bought: at,
  }))
  .on(VanPainted, (row, { data: { colour } }) => ({ ...row, colour }))
  .on(VanSold, () => undefined);

const StayRow = z.object({ stay: z.string(), from: z.string(), to: z.string(), vanId: z.string() });
export type StayRow = z.infer<typeof StayRow>;

/** Many rows of one stream: one for each stay, deleted when the van leaves. */
export const stays = projection<StayRow>('stays', {
  of: van,
  row: StayRow,
  key: ({ aggregateId, data: { bayId, from } }) => `${aggregateId}.${bayId}.${from}`,
  indexes: { byBay: ({ stay, from }) => [stay, from] },
  counters: ({ from }) => ({ bucket: from.slice(0, 10), counts: { stays: 1 } }),
})
  .begin(BayTaken, ({ aggregateId, data: { bayId, from, to } }) => ({ stay: bayId, from, to, vanId: aggregateId }))
  .on(BayLeft, () => undefined);

/** What another context records about vans. */
export const DefectFound = event('DefectFound', { vanId: z.string(), defect: z.string() });
export const DefectRepaired = event('DefectRepaired', { vanId: z.string() });
export const inspection = externalAggregate('workshop', 'inspection')
  .begin(DefectFound, ({ vanId }) => ({ vanId, isRepaired: false }))
  .on(DefectRepaired, (state) => ({ ...state, isRepaired: true }));

const VanCard = z.object({
  vanId: z.string(),
  plate: z.string(),
  colour: z.string(),
  /** The defects of its inspections that are not repaired, by the inspection. */
  defects: z.record(z.string(), z.string()),
});
export type VanCard = z.infer<typeof VanCard>;

const isFit = ({ defects }: VanCard) => Object.keys(defects).length === 0;

/** Rows of two aggregates: each van with its inspections, which another context makes. */
export const vanCards = projection<VanCard>('van-cards', {
  of: [van, inspection],
  row: VanCard,
  key: ({ stream, aggregateId, data }) => (stream.aggregate === 'van' ? aggregateId : data.vanId),
  indexes: { all: ({ plate }) => ['', plate], unfit: (row) => (isFit(row) ? undefined : ['', row.plate]) },
  counters: (row) => ({ bucket: 'all', counts: { total: 1, [isFit(row) ? 'fit' : 'unfit']: 1 } }),
})
  .begin(VanBought, ({ aggregateId, data: { plate } }) => ({
    vanId: aggregateId,
    plate,
    colour: 'white',
    defects: {},
  }))
  .on(VanPainted, (row, { data: { colour } }) => ({ ...row, colour }))
  .on(VanSold, () => undefined)
  .on(DefectFound, (row, { aggregateId, data: { defect } }) => ({
    ...row,
    defects: { ...row.defects, [aggregateId]: defect },
  }))
  .on(DefectRepaired, (row, { aggregateId }) => {
    const { [aggregateId]: _, ...defects } = row.defects;
    return { ...row, defects };
  });

export const getVanCard = query({
  summary: 'A van with its defects',
  route: 'GET /vans/{vanId}/card',
  role: 'auditor',
  of: 'van',
  input: z.strictObject({ vanId: id(), at: time().optional() }),
  reads: { vanCards },
  output: VanCard.extend({ version: z.int() }),
  answer: ({ vanId, at }, { vanCards }) => (at ? vanCards.asOf(vanId, at) : vanCards.get(vanId)),
});

export const getVan = query({
  summary: 'A van',
  route: 'GET /vans/{vanId}',
  role: 'auditor',
  of: 'van',
  input: z.strictObject({ vanId: id(), at: time().optional() }),
  reads: { vans },
  output: VanRow.extend({ version: z.int() }),
  answer: ({ vanId, at }, { vans }) => (at ? vans.asOf(vanId, at) : vans.get(vanId)),
});

export const listVans = query({
  summary: 'Vans',
  route: 'GET /vans',
  role: 'auditor',
  input: z.strictObject({
    ...page,
    colour: text(20).optional(),
    plate: text(20).optional(),
    from: time().optional(),
    to: time().optional(),
    year: wholeNumber(1900, 2100).optional(),
  }),
  reads: { vans },
  output: pageOf(VanRow),
  answer: ({ limit, cursor, ...filters }, { vans }) => {
    const { colour, plate, from, to } = filters;
    const where = plate === undefined ? {} : { where: (row: VanRow) => row.plate === plate };
    const range = { from, to, limit, cursor, filters, ...where };
    return colour ? vans.list('byColour', { by: colour, ...range }) : vans.list('all', range);
  },
});
