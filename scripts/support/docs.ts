import { readFile } from 'node:fs/promises';
import type { Contexts } from '@waybill/kernel';
import { asyncapi, eventSchemas } from '@waybill/kernel/asyncapi';
import type { Extras } from '@waybill/kernel/local';
import { openapi } from '@waybill/kernel/openapi';
import { apiInfo } from './api-info.ts';
import { samples } from './samples.ts';

/** The package does not export it by name. */
const bundle = new URL('../../node_modules/@scalar/api-reference/dist/browser/standalone.js', import.meta.url);

const page = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Waybill API</title></head>
  <body>
    <div id="api"></div>
    <script src="/v1/docs/scalar.js"></script>
    <script>
      Scalar.createApiReference('#api', {
        url: '/v1/openapi.json',
        withDefaultFonts: false,
        telemetry: false,
        showDeveloperTools: 'never',
        agent: { disabled: true },
        mcp: { disabled: true },
        authentication: { preferredSecurityScheme: 'token' },
      });
    </script>
  </body>
</html>`;

const ok = (type: string, body: string | Buffer) => ({ statusCode: 200, headers: { 'content-type': type }, body });

const info = { title: 'Waybill', version: '1' };

/** A document that is made when somebody first asks for it. */
const document = (make: () => object) => {
  let made: string | undefined;
  return () => {
    made ??= JSON.stringify(make());
    return ok('application/json', made);
  };
};

/** The API and the bus described, for people and for programs; served from this machine alone. */
export const docs = (contexts: Contexts): Extras => {
  let script: Promise<Buffer> | undefined;
  const schemas = Object.entries(eventSchemas(contexts));
  return {
    'GET /docs': () => ok('text/html; charset=utf-8', page),
    'GET /docs/scalar.js': async () => {
      script ??= readFile(bundle);
      return ok('text/javascript; charset=utf-8', await script);
    },
    'GET /openapi.json': document(() => openapi(contexts, apiInfo())),
    'GET /asyncapi.json': document(() => asyncapi(contexts, info, samples())),
    ...Object.fromEntries(schemas.map(([type, schema]) => [`GET /schemas/${type}.json`, document(() => schema)])),
  };
};
