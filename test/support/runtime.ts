import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contexts } from '@waybill/kernel';
import { developmentKeys, startLocal } from '@waybill/kernel/local';
import { openapi } from '@waybill/kernel/openapi';
import type { TestProject } from 'vitest/node';
import * as contexts from '#functions/contexts';

/** Where the system under test is, and what is needed to ask it. */
export interface UnderTest {
  readonly url: string;
  /** The directory with the key that signs our tokens. */
  readonly keys: string;
  /** The API as the manifests describe it: every answer is held against it. */
  readonly api: ReturnType<typeof openapi>;
  /** The table, where it is ours to look into. */
  readonly table?: { readonly endpoint: string; readonly name: string };
}

declare module 'vitest' {
  export interface ProvidedContext {
    waybill: UnderTest;
  }
}

/** One runtime for all journeys and hard days, unless `API_URL` says where another one is. */
const setup = async ({ provide }: TestProject) => {
  const api = openapi(contexts as Contexts, { title: 'Waybill', version: 'test' });
  const { API_URL: url, WAYBILL_DATA: data = '.local' } = process.env;
  if (url) {
    provide('waybill', { url: url.replace(/\/$/, ''), keys: data, api });
    return;
  }
  const keys = mkdtempSync(join(tmpdir(), 'waybill-keys-'));
  const forget = () => rmSync(keys, { recursive: true, force: true });
  try {
    const local = await startLocal({
      contexts: contexts as Contexts,
      stage: 'local',
      port: 0,
      keys: await developmentKeys(keys),
    });
    provide('waybill', { url: local.url, keys, api, table: { endpoint: local.dynamo.endpoint, name: local.table } });
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
