import type { Result } from '../result.ts';
import { fill, pages } from './pages.ts';
import { ownTable } from './table-of.ts';

/** The number of deliveries; `BENCH_DELIVERIES` overrides it. Read units do not depend on it. */
const many = Number(process.env.BENCH_DELIVERIES ?? 100_000);

/** Read units of a page of a list. */
export const lists = async (): Promise<Result[]> => {
  const measured = await ownTable();
  try {
    await fill(measured, many);
    return (await pages(measured)).map(({ by, read, items }) => ({
      what: `25 of ${many} deliveries by ${by} (${items} found): read units`,
      target: '≤ 20',
      ok: read <= 20 && items === 25,
      measured: read,
    }));
  } finally {
    await measured.stop();
  }
};
