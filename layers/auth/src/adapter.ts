import { currentUnit, newId, type RecordStore, type StoredRecord } from '@waybill/kernel';
import type { CleanedWhere, CustomAdapter } from 'better-auth/adapters';
import { createAdapterFactory } from 'better-auth/adapters';
import { stores } from './models.ts';
import { keptToken } from './token/kept-token.ts';

type Row = Record<string, any>;

/**
 * Stores the library's models in record stores, in the current unit of work. Times are ISO-8601 text. A record is found
 * by its id, a unique field or an indexed field. It throws where the library needs a scan.
 */
export const singleTable = createAdapterFactory({
  config: {
    adapterId: 'waybill',
    adapterName: 'Waybill single table',
    supportsDates: false,
    supportsBooleans: true,
    supportsJSON: true,
    supportsNumericIds: false,
    transaction: false,
  },
  adapter: (): CustomAdapter => {
    const found = async (model: string, where: readonly CleanedWhere[] = []) => {
      const store = storeOf(model);
      const entries = await candidates(store, where);
      return entries.filter(({ data }) =>
        holds(
          data,
          where.map((clause) => hashedIn(model, clause)),
        ),
      );
    };
    const change = async (model: string, { id, data }: StoredRecord<Row>, update: Row) => {
      const next: Row = { ...data, ...hashed(model, update) };
      await currentUnit().put(storeOf(model), id, next, next.expiresAt ?? undefined);
      return next;
    };
    const takeOut = (model: string, entries: readonly StoredRecord[]) =>
      Promise.all(entries.map(({ id }) => currentUnit().delete(storeOf(model), id)));

    return {
      create: async ({ model, data }) => {
        // The library adds no id if another request reads the same model while it prepares the record: both share a schema.
        const row: Row = { ...data, id: (data as Row).id ?? newId() };
        await currentUnit().put(storeOf(model), row.id, hashed(model, row), row.expiresAt ?? undefined);
        return row as typeof data;
      },
      findOne: async ({ model, where }) => {
        const [entry] = await found(model, where);
        return (entry ? revealed(model, entry.data, where) : null) as any;
      },
      findMany: async ({ model, where, limit, offset = 0, sortBy }) => {
        const rows = (await found(model, where)).map(({ data }) => revealed(model, data, where ?? []));
        const inOrder = sortBy ? rows.toSorted(by(sortBy)) : rows;
        return inOrder.slice(offset, limit === undefined ? undefined : offset + limit) as any;
      },
      count: async ({ model, where }) => (await found(model, where)).length,
      update: async ({ model, where, update }) => {
        const [entry] = await found(model, where);
        if (!entry) return null;
        return revealed(model, await change(model, entry, update as Row), [
          ...where,
          { field: 'token', value: (update as Row).token } as CleanedWhere,
        ]) as any;
      },
      updateMany: async ({ model, where, update }) => {
        const entries = await found(model, where);
        for (const entry of entries) await change(model, entry, update);
        return entries.length;
      },
      delete: async ({ model, where }) => {
        const [entry] = await found(model, where);
        if (entry) await takeOut(model, [entry]);
      },
      deleteMany: async ({ model, where }) => (await takeOut(model, await found(model, where))).length,
    };
  },
});

const storeOf = (model: string): RecordStore<any> => {
  const store = stores[model as keyof typeof stores];
  if (!store) throw new Error(`there is no record store for ${model}`);
  return store;
};

/** Candidate records: from the first clause that an id or index answers; with alternatives, from each of them. */
const candidates = async (store: RecordStore<any>, where: readonly CleanedWhere[]): Promise<StoredRecord[]> => {
  const alternatives = where.filter(({ connector }) => connector === 'OR');
  const certain = where.filter(({ connector }) => connector !== 'OR');
  const lead = certain.find((clause) => leads(store, clause));
  if (lead) return follow(store, lead);
  if (!alternatives.length || !alternatives.every((clause) => leads(store, clause)))
    throw new Error(`${store.name} cannot be found by ${where.map(({ field }) => field).join(', ') || 'nothing'}`);
  const all = (await Promise.all(alternatives.map((clause) => follow(store, clause)))).flat();
  return [...new Map(all.map((entry) => [entry.id, entry])).values()];
};

const leads = ({ unique, indexed }: RecordStore, { field, operator, value }: CleanedWhere) =>
  (operator === 'eq' || operator === 'in') &&
  value !== null &&
  (field === 'id' || unique.includes(field) || indexed.includes(field));

const follow = async (store: RecordStore<any>, { field, value, operator }: CleanedWhere): Promise<StoredRecord[]> => {
  const values = [...new Set((operator === 'in' ? (value as string[]) : [value]).map(String))];
  const found = await Promise.all(
    values.map(async (value) => {
      if (field === 'id') return (await currentUnit().get(store, value)) ?? [];
      if (store.indexed.includes(field)) return currentUnit().findBy(store, field, value);
      return (await currentUnit().findByUnique(store, field, keptAs(store.name, field, value))) ?? [];
    }),
  );
  return found.flat();
};

/** Clauses that must all hold, and alternatives of which at least one must hold. */
const holds = (row: Row, where: readonly CleanedWhere[]): boolean => {
  const alternatives = where.filter(({ connector }) => connector === 'OR');
  return (
    where.filter(({ connector }) => connector !== 'OR').every((clause) => matches(row, clause)) &&
    (alternatives.length === 0 || alternatives.some((clause) => matches(row, clause)))
  );
};

const matches = (row: Row, { field, operator, value, mode }: CleanedWhere): boolean => {
  const plain = (it: any) =>
    it instanceof Date ? it.toISOString() : mode === 'insensitive' && typeof it === 'string' ? it.toLowerCase() : it;
  const [has, wanted] = [plain(row[field] ?? null), Array.isArray(value) ? value.map(plain) : plain(value ?? null)];
  const comparable = has !== null && wanted !== null;
  switch (operator) {
    case 'eq':
      return has === wanted;
    case 'ne':
      return has !== wanted;
    case 'gt':
      return comparable && has > wanted;
    case 'gte':
      return comparable && has >= wanted;
    case 'lt':
      return comparable && has < wanted;
    case 'lte':
      return comparable && has <= wanted;
    case 'in':
      return (wanted as any[]).includes(has);
    case 'not_in':
      return !(wanted as any[]).includes(has);
    case 'contains':
      return comparable && String(has).includes(wanted);
    case 'starts_with':
      return comparable && String(has).startsWith(wanted);
    case 'ends_with':
      return comparable && String(has).endsWith(wanted);
    default:
      throw new Error(`${operator satisfies never} is not a supported operator`);
  }
};

const by =
  ({ field, direction }: { field: string; direction: 'asc' | 'desc' }) =>
  (a: Row, b: Row) =>
    (a[field] < b[field] ? -1 : a[field] > b[field] ? 1 : 0) * (direction === 'asc' ? 1 : -1);

const keptAs = (store: string, field: string, value: string) =>
  store === 'session' && field === 'token' ? keptToken(value) : value;

const hashed = (model: string, row: Row): Row =>
  model === 'session' && row.token !== undefined ? { ...row, token: keptToken(row.token) } : row;

const hashedIn = (model: string, clause: CleanedWhere): CleanedWhere => {
  const { field, value } = clause;
  if (model !== 'session' || field !== 'token') return clause;
  return { ...clause, value: Array.isArray(value) ? (value as string[]).map(keptToken) : keptToken(String(value)) };
};

/** The library expects the token that it searched for in the result, instead of the stored hash. */
const revealed = (model: string, row: Row, where: readonly CleanedWhere[]): Row => {
  if (model !== 'session') return row;
  const known = where.flatMap(({ field, value }) => (field === 'token' && value != null ? (value as string[]) : []));
  return { ...row, token: known.find((token) => keptToken(token) === row.token) ?? row.token };
};
