import { newId } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import type { RecordedEvent } from '@waybill/kernel/write/event';
import { expect, test } from 'vitest';
import { IncidentReported } from '#events/deliveries';
import { MemberJoined, MemberRemoved, OrganizationCreated } from '#events/organizations';
import { contents, recordId } from '#functions/comms/domain/content';
import { notifyOfIncident } from '#functions/comms/reactions/notify-of-incident';
import { recordedEvent } from '#test/support/recorded-event';
import { queueEvent } from '../identity/support/people.ts';

const org = newId('acme');
const [olga, otto, agent, gone] = ['olga', 'otto', 'agent', 'gone'].map((name) => newId(name));

const acme = () => {
  const appended: RecordedEvent[] = [];
  const platform = memory({ onAppend: (events) => appended.push(...events) });
  const stream = { context: 'organizations', org, aggregate: 'organization', id: org };
  const facts = [
    OrganizationCreated({ name: 'Acme', slug: 'acme', type: 'Customer' }),
    MemberJoined({ userId: olga!, role: 'owner' }),
    MemberJoined({ userId: otto!, role: 'officer' }),
    MemberJoined({ userId: agent!, role: 'agent' }),
    MemberJoined({ userId: gone!, role: 'owner' }),
    MemberRemoved({ userId: gone!, why: 'left' }),
  ];
  platform.given(facts.map((fact, i) => recordedEvent(fact, stream, i + 1)));
  const report = async (more: object, times = 1) => {
    const data = { incidentId: newId('i'), type: 'Accident', description: 'A crash', ...more } as const;
    const delivery = { context: 'deliveries', org, aggregate: 'delivery', id: newId('d') };
    const event = recordedEvent(IncidentReported(data as never), delivery, 2);
    return notifyOfIncident.with(platform)(queueEvent(event, times) as any);
  };
  const notified = () => appended.filter(({ type }) => type === 'NotificationRequested');
  return { platform, report, notified };
};

test.each([
  ['High', 'normal'],
  ['Critical', 'urgent'],
])('officers and owners are notified once of an incident of severity %s', async (severity, urgency) => {
  const { platform, report, notified } = acme();
  expect(await report({ severity }, 3)).toEqual({ batchItemFailures: [] });
  await report({ severity });
  expect(
    notified()
      .map(({ data }) => data.userId)
      .toSorted(),
  ).toEqual([olga, otto].toSorted());
  expect(new Set(notified().map(({ data }) => data.urgency))).toEqual(new Set([urgency]));
  const { data } = (await platform.records.get(contents, recordId(org, notified()[0]!.stream.id)))!;
  expect(data.text).toContain('Acme');
  expect(data.text).toContain('A crash');
});

test.each(['Low', 'Medium', undefined])('nobody is notified of an incident of severity %s', async (severity) => {
  const { report, notified } = acme();
  await report({ severity });
  expect(notified()).toEqual([]);
});

test('a description adds no markup and no link, and is cut', async () => {
  const { platform, report, notified } = acme();
  await report({ severity: 'High', description: `[x](https://evil.example) **b** ${'x'.repeat(1_000)}` });
  const { data } = (await platform.records.get(contents, recordId(org, notified()[0]!.stream.id)))!;
  const { renderEmail } = await import('@waybill/channels/rendering');
  const { html } = renderEmail({ ...data, locale: 'en-GB' });
  expect(html).not.toContain('href="https://evil.example"');
  expect(html).not.toContain('<strong>b</strong>');
  expect(data.text.length).toBeLessThan(800);
});
