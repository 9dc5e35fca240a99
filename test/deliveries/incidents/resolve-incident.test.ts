import { newId } from '@waybill/kernel';
import { scenario } from '@waybill/kernel/testing';
import { describe, test } from 'vitest';
import { IncidentReported, IncidentResolved } from '#events/deliveries';
import { resolveIncident } from '#functions/deliveries/commands/incidents/resolve-incident';
import { ada, anotherDriver, created, historyTo, theDriver } from '../support/support.ts';

const { given } = scenario(resolveIncident);
const incidentId = newId('the flat tyre');
const reported = IncidentReported({ incidentId, type: 'Breakdown', description: 'Flat tyre' });
const resolved = IncidentResolved({ incidentId, note: 'Changed' });

describe('an incident', () => {
  test('is resolved', () => given(created, reported).when({ incidentId, note: ' Changed ' }).emits(resolved));

  test('is resolved without a note', () =>
    given(created, reported).when({ incidentId, note: '' }).emits(IncidentResolved({ incidentId })));

  test.each(['Delivered', 'Failed', 'Cancelled'] as const)('is resolved also once %s', (status) =>
    given(created, reported, ...historyTo[status].slice(1))
      .when({ incidentId, note: 'Changed' })
      .emits(resolved),
  );

  test('is resolved once', () =>
    given(created, reported, resolved).when({ incidentId, note: 'Once more' }).emitsNothing());

  test('is resolved by itself', () => {
    const other = IncidentReported({ incidentId: newId('rain'), type: 'Weather', description: 'Rain' });
    given(created, reported, other, resolved)
      .when({ incidentId: newId('rain') })
      .emits(IncidentResolved({ incidentId: newId('rain') }));
  });

  test('was reported', () => given(created).when({ incidentId }).refuses('incident-not-found', { incidentId }, 404));

  test('needs a delivery', () => given().when({ incidentId }).refuses('delivery-not-found', {}, 404));
});

describe('a driver', () => {
  test('resolves on her own delivery', () =>
    given(created, reported)
      .seeing({ own: ada })
      .asking(theDriver)
      .when({ incidentId, note: 'Changed' })
      .emits(resolved));

  test('and on no other', () =>
    given(created, reported)
      .seeing({ own: ada })
      .asking(anotherDriver)
      .when({ incidentId })
      .refuses('not-your-delivery', {}, 403));
});
