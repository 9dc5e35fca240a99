import type { DemoAccess } from './demo-access.ts';

/** The API documentation; given credentials, it sends requests as the owner of the demo organization. */
export const docsPage = (access: DemoAccess | undefined): string => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Waybill API</title></head>
  <body>
    <div id="api"></div>
    <script src="/v1/docs/scalar.js"></script>
    <script>
      Scalar.createApiReference('#api', ${JSON.stringify(settings(access), null, 2)});
    </script>
  </body>
</html>`;

const settings = (access: DemoAccess | undefined) => ({
  url: '/v1/openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  persistAuth: false,
  hideClientButton: true,
  defaultOpenFirstTag: false,
  authentication: {
    preferredSecurityScheme: 'token',
    ...(access && {
      securitySchemes: {
        token: { token: access.token },
        ...(access.session && { session: { token: access.session } }),
      },
    }),
  },
});
