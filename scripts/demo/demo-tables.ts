import Table from 'cli-table3';
import type { Body } from './demo-client.ts';
import type { Day } from './demo-day.ts';

type Row = readonly (string | number)[];

/** With a line below the header, if there is one, and no lines between the rows. */
const table = (rows: readonly Row[], head: readonly string[] = []) => {
  const drawn = new Table({ head: [...head], style: { head: [], border: [] } });
  drawn.push(...rows.map((row) => [...row]));
  const lines = drawn.toString().split('\n');
  const below = head.length ? lines.findIndex((line) => line.startsWith('├')) : -1;
  return lines.filter((line, index) => index === below || !line.startsWith('├')).join('\n');
};

const late = (minutes: number) =>
  minutes > 0 ? `${minutes} min late` : minutes < 0 ? `${-minutes} min early` : 'on time';
const long = (minutes: number) =>
  minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;

/** The summary of a delivery, in times of the simulated day. */
export const summaryTables = (summary: Body, day: Day, names: Readonly<Record<string, string>>): string => {
  const { timeOf, minutes } = day;
  const { startedAt, endedAt, due, distanceMetres, incidents, handOvers, proof } = summary;
  const facts: [string, string][] = [
    ['Outcome', `${summary.outcome}, ${summary.onTime ? 'on time' : 'late'}: ${timeOf(endedAt)}, due ${timeOf(due)}`],
    ['Took', `${long(minutes(startedAt, endedAt))} from ${timeOf(startedAt)}, in attempt ${summary.attempts}`],
    ['Along', `${(distanceMetres / 1000).toFixed(1)} km from ${summary.checkpoints[0].location} to the door`],
    ...handOvers.map((it: Body) => ['Hand-over', `${timeOf(it.at)} ${names[it.from]} → ${names[it.to]}: ${it.reason}`]),
    ...incidents.map((it: Body) => [
      'Incident',
      `${it.type}, ${it.severity}: ${it.description}, ${long(minutes(it.reportedAt, it.resolvedAt))} (${it.note})`,
    ]),
    ['Proof', `${timeOf(proof.capturedAt)} signed by ${proof.receiverName}`],
  ];
  const passed = summary.checkpoints.map(({ sequence, location, expectedAt, reachedAt }: Body) => [
    sequence,
    location,
    timeOf(expectedAt),
    timeOf(reachedAt),
    late(minutes(expectedAt, reachedAt)),
  ]);
  return [
    `${summary.reference}, ${summary.route.name}`,
    table(facts),
    table(passed, ['#', 'Place', 'Planned', 'Passed', '']),
  ].join('\n');
};

/** The deliveries under way, latest trouble first. */
export const boardTable = (items: readonly Body[], { timeOf }: Day): string =>
  table(
    items.map(({ reference, priority, status, driver, vehicle, lastCheckpoint, nextCheckpoint, ...row }) => [
      `${reference} (${priority})`,
      status,
      driver.name,
      vehicle.registration,
      `${timeOf(lastCheckpoint.reachedAt)} ${lastCheckpoint.location}`,
      `${timeOf(nextCheckpoint.expectedAt)} ${nextCheckpoint.location}`,
      row.openIncidents ? `since ${timeOf(row.troubleSince)}` : '',
    ]),
    ['Delivery', 'Status', 'Driver', 'Vehicle', 'Passed', 'Next', 'Trouble'],
  );
