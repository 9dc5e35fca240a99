import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { demoOrg, developmentKeys } from '#scripts/local/keys';
import { temporaryDirectory } from '../support/directory.ts';

const data = temporaryDirectory();

test('two concurrent callers share one key, which only its owner may read', async () => {
  const [one, two] = await Promise.all([developmentKeys(data), developmentKeys(data)]);
  expect(one.jwks).toBe(two.jwks);
  expect((await developmentKeys(data)).jwks).toBe(one.jwks);
  expect(statSync(join(data, 'development-key.json')).mode & 0o777).toBe(0o600);
  expect(one.jwks).not.toMatch(/"(d|p|q)":/);
});

test('a token contains the user, the organization and the expiry', async () => {
  const { jwks, mint } = await developmentKeys();
  const token = await mint({ role: 'officer' });
  const { payload } = await jwtVerify(token, createLocalJWKSet(JSON.parse(jwks)), {
    issuer: 'https://development.waybill.invalid',
    audience: 'waybill-api',
  });
  expect(payload).toMatchObject({ orgId: demoOrg, orgType: 'Customer', role: 'officer' });
  expect(payload.exp! - payload.iat!).toBe(900);
  const again = await jwtVerify(await mint({ role: 'officer' }), createLocalJWKSet(JSON.parse(jwks)));
  expect(again.payload.sub).toBe(payload.sub);
});
