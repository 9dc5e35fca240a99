import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** CPU time so far, in all threads; on Linux with that of child processes that have ended. */
  readonly seconds: number;
}

/** Linux, in hundredths of a second: proc_pid_stat(5). Names may contain brackets: fields count from the last one. */
const fromProc = (): Process[] => {
  const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const parent = Number(fields[1]);
      const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
      return [{ pid: Number(pid), parent, seconds: ticks / ticksPerSecond }];
    } catch (error) {
      // The process has ended.
      if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
      throw error;
    }
  });
};

/** Other systems: `[[dd-]hh:]mm:ss.cc`, as ps(1) of macOS prints it. */
const fromPs = (): Process[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,time='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent, time = ''] = line.trim().split(/\s+/);
      const [days, clock = time] = time.includes('-') ? time.split('-') : ['0'];
      const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
      return { pid: Number(pid), parent: Number(parent), seconds: Number(days) * 86_400 + seconds };
    });

/** CPU time of a process and its descendants so far, in seconds. */
export const cpuTime = (root: number): number => {
  const all = existsSync('/proc/self/stat') ? fromProc() : fromPs();
  const children = Map.groupBy(all, ({ parent }) => parent);
  const sum = (pid: number): number =>
    (children.get(pid) ?? []).reduce((seconds, child) => seconds + child.seconds + sum(child.pid), 0);
  return (all.find(({ pid }) => pid === root)?.seconds ?? 0) + sum(root);
};
