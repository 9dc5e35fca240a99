import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Issuer } from '#scripts/local/index';
import { optionsOf } from '../cli/options.ts';
import { runScript, UserError } from '../cli/user-error.ts';
import { apiAt, bootstrap, deploy, destroy, issuerAt } from './emulator-deploy.ts';
import { makeJourneys } from './emulator-journeys.ts';
import { receiveNews } from './emulator-news.ts';
import { startEmulator } from './start-emulator.ts';

const usage = `npm run test:deployed

Deploys all stacks to a separate emulator (MiniStack, see npm run emulator) and runs the tests of test/journeys over
HTTP; deploys examples/delivery-news too and waits for its events; changes one function and deploys again; deletes all
stacks. Known errors of the emulator are listed in test/deployed/deviations.ts.`;

optionsOf({}, usage);

const stage = 'emulator';

/** On a signal, stops the current step; the emulator is always stopped at the end. */
const stopped = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => stopped.abort());
const running = { quiet: true, signal: stopped.signal };

const step = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  const began = performance.now();
  const done = await work();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${seconds.padStart(6)} s  ${what}${typeof done === 'string' && what.endsWith(':') ? ` ${done}` : ''}`);
  return done;
};

const changedApp = `${process.execPath} test/deployed/app.ts`;

/** Registers a driver of a new organization, and returns a function that reads that driver. */
const registeredDriver = async (api: string, keys: Issuer) => {
  const authorization = `Bearer ${await keys.mint({ role: 'officer', org: randomUUID() })}`;
  const given = { name: 'Ada Lovelace', licence: `DL-${randomUUID().slice(0, 13).toUpperCase()}` };
  const headers = { authorization, 'content-type': 'application/json' };
  const begun = await fetch(`${api}/drivers`, { method: 'POST', headers, body: JSON.stringify(given) });
  assert.equal(begun.status, 201, await begun.clone().text());
  const { driverId } = (await begun.json()) as { driverId: string };
  return async () => {
    const found = await fetch(`${api}/drivers/${driverId}`, { headers: { authorization } });
    assert.equal(found.status, 200, await found.clone().text());
    assert.equal(((await found.json()) as { licence: string }).licence, given.licence);
  };
};

const isChanged = async (api: string) => (await fetch(`${api}/health`)).headers.get('x-changed') === 'yes';

const whole = async (data: string) => {
  const emulator = await step('start an emulator', () => startEmulator());
  const { url } = emulator;
  try {
    await step('bootstrap', () => bootstrap(url, running));
    await step('deploy all stacks', () => deploy(url, { stage, ...running }));
    const api = await apiAt(url, stage);
    const keys = await issuerAt(url, stage);
    await step('journeys:', () => makeJourneys({ url, api, stage, data, ...running }));
    await step('news for the example of docs/integrating.md:', () =>
      receiveNews({ url, stage, api, keys, signal: stopped.signal }),
    );

    const isThere = await registeredDriver(api, keys);
    assert.equal(await isChanged(api), false);
    await step('deploy again, with one function changed', () => deploy(url, { stage, app: changedApp, ...running }));
    assert.ok(await isChanged(api), 'the new code does not answer');
    await isThere();

    const gone = await step('destroy', () => destroy(url, stage));
    assert.ok(gone.length > 4);
    if ((await fetch(`${api}/health`)).ok) throw new UserError('The API still answers after everything was destroyed.');
  } catch (error) {
    if (stopped.signal.aborted) throw new UserError('Stopped before the end.');
    console.error(`The emulator said last:\n${emulator.log().slice(-2_000)}\n`);
    throw error;
  } finally {
    await step('stop the emulator', () => emulator.stop());
  }
};

await runScript(async () => {
  const data = mkdtempSync(join(tmpdir(), 'waybill-deployed-'));
  try {
    await step('everything', () => whole(data));
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});
