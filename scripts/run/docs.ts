import { readFile } from 'node:fs/promises';
import type { Contexts } from '@waybill/kernel';
import type { DevelopmentKeys, Extras } from '#scripts/local/index';
import { asyncapi, eventSchemas } from '#scripts/openapi/asyncapi';
import { openapi } from '#scripts/openapi/index';
import { apiInfo } from '../api/api-info.ts';
import { samples } from '../api/samples.ts';
import { demoAccess } from './demo-access.ts';
import { demoIds } from './demo-ids.ts';
import { docsPage } from './docs-page.ts';

/** The package does not export it by name. */
const bundle = new URL('../../node_modules/@scalar/api-reference/dist/browser/standalone.js', import.meta.url);

const ok = (type: string, body: string | Buffer) => ({ statusCode: 200, headers: { 'content-type': type }, body });

const info = { title: 'Waybill', version: '1' };

/** A document that is created on first use. */
const document = (make: () => object) => {
  let made: string | undefined;
  return () => {
    made ??= JSON.stringify(make());
    return ok('application/json', made);
  };
};

/** The running system to which the page sends requests. */
export interface Demo {
  readonly url: string;
  readonly keys: Pick<DevelopmentKeys, 'mint'>;
}

/** Serves the documents of the API and the bus, and a page for them; to this machine only. */
export const docs = (contexts: Contexts, demo: () => Demo | undefined = () => undefined): Extras => {
  let script: Promise<Buffer> | undefined;
  const schemas = Object.entries(eventSchemas(contexts));
  let access: ReturnType<typeof demoAccess> | undefined;
  const accessTo = ({ url, keys }: Demo) => {
    access ??= demoAccess(url, keys);
    return access();
  };
  let api: ReturnType<typeof openapi> | undefined;

  /** With this server's address and the ids of the demo organization, so that the examples work. */
  const described = async () => {
    api ??= openapi(contexts, apiInfo());
    const here = demo();
    if (!here) return ok('application/json', JSON.stringify(api));
    const ids = await demoIds(here.url, (await accessTo(here)).token);
    const text = JSON.stringify({ ...api, servers: [{ url: here.url, description: 'The local runtime.' }] });
    return ok(
      'application/json',
      [...ids].reduce((whole, [id, real]) => whole.replaceAll(id, real), text),
    );
  };

  return {
    'GET /docs': async () => {
      const here = demo();
      return ok('text/html; charset=utf-8', docsPage(here && (await accessTo(here))));
    },
    'GET /docs/scalar.js': async () => {
      script ??= readFile(bundle);
      return ok('text/javascript; charset=utf-8', await script);
    },
    'GET /openapi.json': described,
    'GET /asyncapi.json': document(() => asyncapi(contexts, info, samples())),
    ...Object.fromEntries(schemas.map(([type, schema]) => [`GET /schemas/${type}.json`, document(() => schema)])),
  };
};
