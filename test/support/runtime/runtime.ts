import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newWebhookSecret } from '@waybill/channels/webhooks';
import type { Contexts } from '@waybill/kernel';
import type { TestProject } from 'vitest/node';
import * as deployed from '#functions/contexts';
import * as contexts from '#functions/development';
import { developmentKeys, startLocal } from '#scripts/local/index';
import { openapi } from '#scripts/openapi/index';
import { deployedOutbox } from './deployed-outbox.ts';
import './quick-passwords.ts';

/** The endpoint of the system under test, and what is needed to call it. */
export interface UnderTest {
  readonly url: string;
  /** The directory with the key that signs our tokens. */
  readonly keys: string;
  /** The deployed stage whose own key signs them instead. */
  readonly stage?: string;
  /** Where its mails can be read, by `?to=`; `/dev/outbox` by default. */
  readonly outbox?: string;
  /** The secret that signs events of Resend; absent if the system under test was started elsewhere. */
  readonly resendSecret?: string;
  /** The API as the manifests describe it: every response is checked against it. */
  readonly api: ReturnType<typeof openapi>;
  /** The table, if tests may read it. */
  readonly table?: { readonly endpoint: string; readonly name: string };
}

declare module 'vitest' {
  export interface ProvidedContext {
    waybill: UnderTest;
  }
}

const documented = (all: Contexts) => openapi(all, { title: 'Waybill', version: 'test' });

/**
 * One runtime for all journeys and guarantees, unless `API_URL` names another one: a local runtime whose key is in
 * `WAYBILL_DATA`, or, named by `API_STAGE`, a throw-away deployment that the AWS SDK's environment opens.
 */
const setup = async ({ provide }: TestProject) => {
  const { API_URL, API_STAGE: stage, WAYBILL_DATA: data = '.local' } = process.env;
  const url = API_URL?.replace(/\/$/, '');
  if (url && stage) {
    const outbox = await deployedOutbox(stage);
    const api = documented(deployed);
    provide('waybill', { url, keys: data, stage, outbox: outbox.url, resendSecret: outbox.resendSecret, api });
    return outbox.stop;
  }
  const api = documented(contexts);
  if (url) {
    provide('waybill', { url, keys: data, api });
    return;
  }
  // All tests have the same address.
  process.env.WAYBILL_ADDRESS_SHARE ??= '1000';
  const keys = mkdtempSync(join(tmpdir(), 'waybill-keys-'));
  const forget = () => rmSync(keys, { recursive: true, force: true });
  try {
    const local = await startLocal({
      contexts: contexts as Contexts,
      stage: 'local',
      port: 0,
      keys: await developmentKeys(keys),
    });
    const resendSecret = newWebhookSecret();
    const events = JSON.stringify({ secrets: [resendSecret] });
    const secret = { secret: true, once: false };
    await local.platform.parameters.put('/waybill/local/channels/events/resend', events, secret);
    const table = { endpoint: local.dynamo.endpoint, name: local.table };
    provide('waybill', { url: local.url, keys, api, table, resendSecret });
    return async () => {
      await local.stop();
      forget();
    };
  } catch (error) {
    forget();
    throw error;
  }
};

// vitest looks for this name.
export { setup };
