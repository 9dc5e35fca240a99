import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Start time and command line of a process; `undefined` if it does not exist. */
export const processOf = (pid: number): { readonly startedAt: string; readonly command: string } | undefined => {
  if (!existsSync('/proc/self/stat')) return listed(pid);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return undefined;
    return { startedAt: rest[18] ?? '', command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
};

/** Without /proc, as on macOS. */
const listed = (pid: number) => {
  const { stdout } = spawnSync('ps', ['-o', 'lstart=,command=', '-p', `${pid}`], { encoding: 'utf8' });
  const line = stdout?.trim();
  return line ? { startedAt: line.slice(0, 24), command: line.slice(24).trim() } : undefined;
};

/** Whether the process ends within that time. */
export const ended = async (pid: number, withinMs: number): Promise<boolean> => {
  const giveUp = Date.now() + withinMs;
  while (processOf(pid)) {
    if (Date.now() > giveUp) return false;
    await pause(20);
  }
  return true;
};
