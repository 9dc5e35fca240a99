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

  test('can be resolved without a note', () =>
    given(created, reported).when({ incidentId, note: '' }).emits(IncidentResolved({ incidentId })));

  test.each(['Delivered', 'Failed', 'Cancelled'] as const)('can be resolved once %s', (status) =>
    given(created, reported, ...historyTo[status].slice(1))
      .when({ incidentId, note: 'Changed' })
      .emits(resolved),
  );

  test('is resolved only once', () =>
    given(created, reported, resolved).when({ incidentId, note: 'Once more' }).emitsNothing());

  test('is resolved independently of others', () => {
    const other = IncidentReported({ incidentId: newId('rain'), type: 'Weather', description: 'Rain' });
    given(created, reported, other, resolved)
      .when({ incidentId: newId('rain') })
      .emits(IncidentResolved({ incidentId: newId('rain') }));
  });

  test('must exist', () => given(created).when({ incidentId }).refuses('incident-not-found', { incidentId }, 404));

  test('requires an existing delivery', () => given().when({ incidentId }).refuses('delivery-not-found', {}, 404));
});

describe('a driver', () => {
  test('can resolve on their own delivery', () =>
    given(created, reported)
      .seeing({ own: ada })
      .asking(theDriver)
      .when({ incidentId, note: 'Changed' })
      .emits(resolved));

  test('cannot resolve on another delivery', () =>
    given(created, reported)
      .seeing({ own: ada })
      .asking(anotherDriver)
      .when({ incidentId })
      .refuses('not-your-delivery', {}, 403));
});
