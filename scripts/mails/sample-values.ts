import type { Purpose, TemplateValues } from '@waybill/channels/rendering';

const link = 'https://app.waybill.example/page?token=V7c1l0r2cZ8yq3uB0w5x6a9dE4fGhJkL';
const change = { name: 'Ada', device: 'Firefox on Linux', ip: '203.0.113.7', place: 'Vienna, AT' };
const delivery = { name: 'Ada', organization: 'Vienna Bikes', reference: 'VB-2041', link };
const window = { from: '2026-05-04T12:00:00Z', to: '2026-05-04T14:00:00Z' };

const samples: { readonly [P in Purpose]: TemplateValues<P> } = {
  verification: { name: 'Ada', link },
  'sign-up-again': { name: 'Ada', link },
  'password-reset': { name: 'Ada', link },
  'sign-in-link': { name: 'Ada', link },
  invitation: { name: 'Ada', organization: 'Vienna Bikes', inviter: 'Grace Hopper', role: 'officer', link },
  'password-changed': change,
  'second-factor-enabled': change,
  'second-factor-removed': change,
  'backup-codes-renewed': change,
  'new-device': change,
  'api-key-expiring': {
    ...{ name: 'Ada', organization: 'Vienna Bikes', apiKey: 'Warehouse scanner', prefix: 'wb_7Qm2' },
    ...{ expiresAt: '2026-06-03T10:00:00Z', link },
  },
  'delivery-picked-up': { ...delivery, window },
  'delivery-out-for-delivery': { ...delivery, window },
  'delivery-delivered': { ...delivery, at: '2026-05-04T12:41:00Z' },
  'delivery-failed': { ...delivery, reason: 'Nobody was at home.' },
  'delivery-late': { ...delivery, window },
  'incident-reported': {
    ...{
      name: 'Ada',
      organization: 'Vienna Bikes',
      incident: 'Breakdown',
      severity: 'High',
      reference: 'VB-2041',
      link,
    },
    ...{ at: '2026-05-04T12:05:00Z', reason: 'Rear wheel broken at the bridge.' },
  },
  'webhook-disabled': {
    ...{ name: 'Ada', organization: 'Vienna Bikes', endpoint: 'https://hooks.example.com/waybill' },
    ...{ since: '2026-05-01T09:12:00Z', reason: 'HTTP 502', link },
  },
};

/** Values for a template, as a message may have them: for tests and pictures. */
export const sampleValues = <P extends Purpose>(purpose: P): TemplateValues<P> => samples[purpose];
