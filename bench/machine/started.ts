import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

interface Started {
  /** Milliseconds from the command to the line that reports readiness. */
  readonly seconds: number;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** `npm start` in a separate process and directory. */
export const started = async (data: string): Promise<Started> => {
  const port = await freePort();
  const began = performance.now();
  const child = spawn('npm', ['start', '--', '--port', String(port), '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const seconds = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code} before it was ready`)));
    child.stdout.on('data', (text: Buffer) => {
      if (/^ready /m.test(String(text))) resolve((performance.now() - began) / 1000);
    });
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await gone;
  };
  return { seconds, pid: child.pid!, stop };
};
