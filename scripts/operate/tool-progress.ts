const width = 24;

export const number = (n: number) => Math.round(n).toLocaleString('en');

/** A progress line that is overwritten; without a terminal, a line every ten seconds. */
export const progress = (total?: number) => {
  const began = performance.now();
  const everyMs = process.stderr.isTTY ? 100 : 10_000;
  let last = process.stderr.isTTY ? Number.NEGATIVE_INFINITY : began;
  const seconds = () => (performance.now() - began) / 1000;
  const clear = () => {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  };
  return {
    seconds,
    clear,
    show: (done: number, what: string, counted = done) => {
      if (performance.now() - last < everyMs) return;
      last = performance.now();
      const share = total ? Math.min(1, done / total) : 0;
      const bar = total ? `${'█'.repeat(share * width).padEnd(width, '░')} ${Math.round(share * 100)} % · ` : '';
      const line = `${bar}${what} · ${number(counted / seconds())}/s`;
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
      else process.stderr.write(`${line}\n`);
    },
  };
};
