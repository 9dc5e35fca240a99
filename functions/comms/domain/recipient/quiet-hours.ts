import type { QuietHours } from './preferences.ts';

const dayMinutes = 1_440;

const minutesOf = (time: string): number => {
  const [hours, minutes] = time.split(':').map(Number);
  return hours! * 60 + minutes!;
};

/** The time of day in a time zone, in minutes. */
const localMinutes = (now: Date, timeZone: string): number =>
  minutesOf(
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(now),
  );

/**
 * When the quiet hours end in which `now` lies; `undefined` outside of them. Where clocks change meanwhile, the result is
 * up to an hour off: ask again then.
 */
export const quietUntil = (quiet: QuietHours | undefined, now: Date): string | undefined => {
  if (!quiet) return undefined;
  const [from, to, time] = [minutesOf(quiet.from), minutesOf(quiet.to), localMinutes(now, quiet.timeZone)];
  const isQuiet = from < to ? time >= from && time < to : time >= from || time < to;
  if (!isQuiet) return undefined;
  const minutes = (to - time + dayMinutes) % dayMinutes;
  const startOfMinute = Math.floor(now.getTime() / 60_000) * 60_000;
  return new Date(startOfMinute + minutes * 60_000).toISOString();
};
