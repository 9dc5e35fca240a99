import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { tool } from '../../tools/cli.ts';
import { temporaryDirectory } from '../support/directory.ts';
import { until } from '../support/until.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** Runs `npm start`, and collects its output. */
const start = async (...args: readonly string[]) => {
  // As in a terminal, where Powertools is not silenced.
  const { POWERTOOLS_LOG_LEVEL: _, ...env } = process.env;
  const child = spawn(process.execPath, ['scripts/run/start.ts', '--port', '0', ...args], { cwd: root, env });
  let isOver = false;
  const exited = once(child, 'close').finally(() => {
    isOver = true;
  });
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await exited;
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      printed += chunk;
    });
  await until(() => /^ready .*[\s\S]*\n$/m.test(printed) || isOver);
  const [, url = ''] = /^ready (\S+)$/m.exec(printed) ?? [];
  return { printed, url, stop: () => child.kill('SIGINT'), exited };
};

/** In a shell, as a user would paste it. */
const pasted = async (commands: string) => {
  const { stdout } = await promisify(execFile)('sh', ['-c', commands], { cwd: root });
  return stdout;
};

test('the first start prints what happens, and the commands that it suggests work', async () => {
  const data = join(temporaryDirectory(), "Ann's data");
  const { printed, url, stop, exited } = await start('--data', data);
  // On a busy machine, a line of the log may say that the limits were not counted.
  const lines = printed.split('\n').filter((line) => !/\bwarn\b.* skipped\b/.test(line));
  expect(lines.slice(0, 3)).toEqual([
    `Starting the database in ${data} …`,
    'Making the demo organization …',
    `ready ${url}`,
  ]);
  expect(printed).toContain('owner@demo.example, officer@demo.example, agent@demo.example, auditor@demo.example');
  expect(printed).not.toMatch(/eyJ/);
  expect(Math.max(...printed.split('\n').map((line) => line.length))).toBeLessThan(200);
  expect(printed.split('\n').length).toBeLessThan(20);

  const [commands = ''] = /^ {2}TOKEN=.*\n.*$/m.exec(printed) ?? [];
  expect(JSON.parse(await pasted(commands)).items).toContainEqual(expect.objectContaining({ reference: 'DEMO-1' }));
  const [, docs = ''] = /API docs {2}(\S+)/.exec(printed) ?? [];
  expect((await fetch(docs)).status).toBe(200);
  expect((await fetch(new URL('/', url))).url).toBe(docs);
  const [, mails = ''] = /Mails {5}(\S+)/.exec(printed) ?? [];
  expect((await fetch(mails)).status).toBe(200);
  const [, events = ''] = /Events {4}npm run -s events(.*)/.exec(printed) ?? [];
  expect(events).toBe(` -- --url ${url}`);

  const second = await start('--data', data);
  expect(second.printed).toMatch(
    /^Starting the database in .*\n.* is in use by another Waybill \(process \d+, runtime.ts\): stop it or choose another with --data\.\n$/,
  );
  expect(await second.exited).toEqual([1, null]);

  stop();
  expect(await exited).toEqual([0, null]);
  const again = await start('--data', data, '--no-seed', '--host', 'waybill.test');
  expect(again.printed).not.toContain('demo');
  const { port } = new URL(again.url);
  const statuses = await pasted(
    ['waybill.test', 'evil.example']
      .map((host) => `curl -s -o /dev/null -w '%{http_code} ' -H 'Host: ${host}' http://127.0.0.1:${port}/v1/health`)
      .join('\n'),
  );
  expect(statuses).toBe('200 421 ');
});

test('wrong arguments are reported in a sentence', async () => {
  for (const [args, sentence] of [
    [['--port', 'x'], '--port must be a number from 0 to 65535, not x.'],
    [['--data', ''], '--data must name a directory.'],
    [['--host', 'a b'], '--host must be a host name without a port, not a b.'],
    [['--host', 'localhost:3000'], '--host must be a host name without a port, not localhost:3000.'],
  ] as const)
    expect(await tool('start', ...args)).toEqual({ code: 2, out: '', err: sentence });
});

test('a directory without a development key is named in the error, and not created', async () => {
  const data = join(temporaryDirectory(), 'mistyped');
  const why = `There is no development key in ${data}: start the system with \`npm start\`, or name its data directory with --data.`;
  expect(await tool('token', '--role', 'owner', '--data', data)).toEqual({ code: 2, out: '', err: why });
  expect((await tool('verify', '--data', data)).err).toContain('There is no data in');
});

test('the requests of the API page work: every query, and a new delivery', async () => {
  const { url } = await start('--data', temporaryDirectory());
  const page = await (await fetch(`${url}/docs`)).text();
  const [, settings = '{}'] = /createApiReference\('#api', (\{[\s\S]*?\n\})\);/.exec(page) ?? [];
  const { securitySchemes } = JSON.parse(settings).authentication;
  const { paths, components } = (await (await fetch(`${url}/openapi.json`)).json()) as any;

  const found = (part: any) => (part.$ref ? components.parameters[part.$ref.split('/').at(-1)] : part);
  const send = async (path: string, method: string) => {
    const { parameters = [], security = [], requestBody } = paths[path][method];
    const scheme = security.flatMap(Object.keys).find((name: string) => name in securitySchemes);
    const query = new URLSearchParams();
    let place = path;
    for (const { in: where, name, example } of parameters.map(found)) {
      if (example === undefined) continue;
      if (where === 'path') place = place.replace(`{${name}}`, encodeURIComponent(example));
      if (where === 'query') for (const value of [example].flat()) query.append(name, String(value));
    }
    const headers = {
      'content-type': 'application/json',
      ...(scheme && { authorization: `Bearer ${securitySchemes[scheme].token}` }),
    };
    const content = requestBody?.content['application/json'];
    const body = content && JSON.stringify(content.example ?? Object.values<any>(content.examples ?? {})[0]?.value);
    const { status } = await fetch(`${url}${place}?${query}`, { method: method.toUpperCase(), headers, body });
    return `${method} ${path} ${status}`;
  };

  // A link to unsubscribe is in a mail only.
  const questions = Object.keys(paths).filter((path) => paths[path].get && path !== '/unsubscribe/{token}');
  expect(questions.length).toBeGreaterThan(30);
  for (const path of questions) expect(await send(path, 'get')).toBe(`get ${path} 200`);
  expect(await send('/deliveries', 'post')).toBe('post /deliveries 201');
});
