import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Contexts, roles } from '@waybill/kernel';
import { describe, expect, test } from 'vitest';
import * as contexts from '#functions/contexts';
import { roleOf, routeOf } from '../http/definitions.ts';

const home = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(home, '..', 'docs', 'threat-model.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('|'));

const endpoints = Object.entries(contexts as Contexts).flatMap(([context, manifest]) =>
  Object.values(manifest).flatMap(({ definition }) =>
    routeOf(definition) ? [{ context, route: String(routeOf(definition)), role: String(roleOf(definition)) }] : [],
  ),
);
const writes = endpoints.filter(({ route }) => !route.startsWith('GET '));
const rankOf = (role: string) => roles.indexOf(role as (typeof roles)[number]);

describe('the tests that it names', () => {
  const named = [...page.matchAll(/`([\w/-]+\.test\.ts)`((?:\s*“[^”]+”)*)/g)].map(([, file, titles]) => ({
    file: file!,
    titles: [...titles!.matchAll(/“([^”]+)”/g)].map(([, title]) => title!),
  }));

  test('exist, and have these titles', () => {
    expect(named.length).toBeGreaterThan(60);
    const missing = named.flatMap(({ file, titles }) => {
      if (!existsSync(join(home, file))) return [file];
      const source = readFileSync(join(home, file), 'utf8');
      return titles.filter((title) => !source.includes(`'${title}'`)).map((title) => `${file}: ${title}`);
    });
    expect(missing).toEqual([]);
  });
});

describe('who may do what', () => {
  test('lists exactly the routes that are open without authentication', () => {
    const [, listed = ''] = /<!-- open routes -->(.*)<!-- open routes end -->/s.exec(page) ?? [];
    const routes = [...listed.matchAll(/^\| `([^`]+)` \| (\S.*) \|$/gm)].map(([, route]) => route!);
    const open = endpoints.filter(({ role }) => role === 'anyone').map(({ route }) => route);
    expect(routes).toEqual(open.toSorted());
  });

  test('needs at least an agent to change something of an organization, but for leaving it and reading one’s own inbox', () => {
    const low = writes.filter(({ role }) => rankOf(role) === rankOf('auditor')).map(({ route }) => route);
    // The first one reads: it has a body, because its keys are too long for a URL.
    expect(low.toSorted()).toEqual([
      'POST /geo/contacts/batch/get',
      'POST /organizations/{organizationId}/departure',
      'PUT /inbox/read',
      'PUT /inbox/{notificationId}/read',
    ]);
  });

  test('lets agents act on one delivery at a time, register places and set their own preferences, and nothing else', () => {
    const agents = writes.filter(({ role }) => role === 'agent').map(({ route }) => route);
    expect(agents.length).toBeGreaterThan(0);
    for (const route of agents)
      expect(route).toMatch(
        /^(POST|PUT) \/deliveries\/{deliveryId}\/|^POST \/geo\/locations$|^PUT \/notification-preferences$/,
      );
  });

  test('needs at least an officer to give power', () => {
    const giving = /\/(members|invitations|api-keys|emulation-consents)(\/|$)/;
    const answers = /\/invitations\/{invitationId}\/(acceptance|refusal)$/;
    const routes = writes.filter(({ route }) => giving.test(route) && !answers.test(route));
    expect(routes.length).toBeGreaterThan(6);
    for (const { route, role } of routes) expect(rankOf(role), route).toBeGreaterThanOrEqual(rankOf('officer'));
  });

  test('reaches an account with a session only', () => {
    for (const { route, role } of endpoints.filter(({ route }) => / \/auth\//.test(route)))
      expect(['anyone', 'person'], route).toContain(role);
  });
});

describe('OWASP ASVS 4.0.3', () => {
  const upTo = (section: string, last: number) => Array.from({ length: last }, (_, i) => `${section}.${i + 1}`);
  /** All requirements of levels 1 and 2 in these chapters; numbers that are left out were deleted, or are of level 3. */
  const required = [
    ...[...upTo('2.1', 12), ...upTo('2.2', 3), ...upTo('2.3', 3), ...upTo('2.4', 5), ...upTo('2.5', 7)],
    ...[...upTo('2.6', 3), ...upTo('2.7', 6), ...upTo('2.8', 7), ...upTo('2.9', 3), ...upTo('2.10', 4)],
    ...['3.1.1', ...upTo('3.2', 4), ...upTo('3.3', 4), ...upTo('3.4', 5), ...upTo('3.5', 3), '3.7.1'],
    ...['4.1.1', '4.1.2', '4.1.3', '4.1.5', ...upTo('4.2', 2), ...upTo('4.3', 3)],
    ...[...upTo('7.1', 4), ...upTo('7.2', 2), '7.3.1', '7.3.3', '7.3.4', ...upTo('7.4', 3)],
    ...[...upTo('8.1', 4), ...upTo('8.2', 3), ...upTo('8.3', 8)],
    ...[...upTo('9.1', 3), ...upTo('9.2', 4)],
    ...['13.1.1', '13.1.3', '13.1.4', '13.1.5', '13.2.1', '13.2.2', '13.2.3', '13.2.5', '13.2.6'],
    ...[...upTo('13.3', 2), ...upTo('13.4', 2)],
  ];
  const answered = rows.flatMap((row) => {
    const [, id, status, evidence] = /^\| (\d+\.\d+\.\d+) \| (\S+) \| (.+) \|$/.exec(row) ?? [];
    return id ? [{ id, status: status!, evidence: evidence! }] : [];
  });

  test('is answered requirement by requirement', () => {
    expect(answered.map(({ id }) => id)).toEqual(required);
    for (const { id, status } of answered) expect(['met', 'n/a', 'gap'], id).toContain(status);
  });

  test('names a gap for each requirement that is not met, and describes each gap', () => {
    for (const { id, status, evidence } of answered)
      expect(/\bG\d+\b/.test(evidence) || status !== 'gap', id).toBe(true);
    const listed = rows.flatMap((row) => /^\| (G\d+) \|/.exec(row)?.[1] ?? []);
    const named = new Set(
      rows.filter((row) => !/^\| G\d+ \|/.test(row)).flatMap((row) => row.match(/\bG\d+\b/g) ?? []),
    );
    expect(listed.toSorted()).toEqual([...named].toSorted());
    expect(new Set(listed).size).toBe(listed.length);
  });
});
