import { readFile } from 'node:fs/promises';
import type { Contexts } from '@waybill/kernel';
import type { Extras } from '@waybill/kernel/local';
import { openapi } from '@waybill/kernel/openapi';

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

/** The API described, for people and for programs; served from this machine alone. */
export const docs = (contexts: Contexts): Extras => {
  let description: string | undefined;
  let script: Promise<Buffer> | undefined;
  return {
    'GET /docs': () => ok('text/html; charset=utf-8', page),
    'GET /docs/scalar.js': async () => {
      script ??= readFile(bundle);
      return ok('text/javascript; charset=utf-8', await script);
    },
    'GET /openapi.json': () => {
      description ??= JSON.stringify(openapi(contexts, { title: 'Waybill', version: '1' }));
      return ok('application/json', description);
    },
  };
};
