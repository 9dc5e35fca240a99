import { newWebhookSecret, openSecret, sealSecret, signWebhook, verifyWebhook } from '@waybill/channels/webhooks';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const webhook = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' };
const at = (seconds: number) => new Date((webhook.timestamp + seconds) * 1000);

const shown = (headers: ReturnType<typeof signWebhook>, body = webhook.body) => ({
  id: headers['webhook-id'],
  timestamp: headers['webhook-timestamp'],
  signature: headers['webhook-signature'],
  body,
});

describe('A webhook', () => {
  it('is signed as the specification says, by its own vector', () => {
    expect(signWebhook(webhook, [secret])).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is valid for the library of the specification, and those of the library are valid here', () => {
    fc.assert(
      fc.property(fc.json(), (body) => {
        const [known, now] = [newWebhookSecret(), new Date()];
        const timestamp = Math.floor(now.getTime() / 1000);
        const headers = signWebhook({ id: 'msg_1', timestamp, body }, [newWebhookSecret(), known]);
        expect(new Webhook(known).verify(body, { ...headers })).toEqual(JSON.parse(body));
        const signature = new Webhook(known).sign('msg_1', now, body);
        expect(verifyWebhook({ id: 'msg_1', timestamp: `${timestamp}`, signature, body }, [known], now)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('is valid for either secret while one replaces the other', () => {
    const [old, next] = [newWebhookSecret(), newWebhookSecret()];
    const both = shown(signWebhook(webhook, [next, old]));
    for (const known of [old, next]) expect(verifyWebhook(both, [known], at(0))).toBe(true);
    expect(verifyWebhook(both, [newWebhookSecret()], at(0))).toBe(false);
  });

  it('is valid for five minutes before and after, and is a replay later', () => {
    const headers = shown(signWebhook(webhook, [secret]));
    expect([-301, -300, 0, 300, 301].map((seconds) => verifyWebhook(headers, [secret], at(seconds)))).toEqual([
      ...[false, true, true, true, false],
    ]);
  });

  it('is not valid when anything of it was altered', () => {
    const good = shown(signWebhook(webhook, [secret]));
    const bad = [
      { body: '{"test": 2432232315}' },
      { body: '{"test":2432232314}' },
      { id: 'msg_other' },
      { id: '' },
      // The dot between the parts moves: `id.1` and the rest of the timestamp.
      { id: `${good.id}.1`, timestamp: '614265330' },
      { timestamp: '1614265331' },
      { timestamp: '' },
      { timestamp: '1614265330.5' },
      { timestamp: '0x6037b9f2' },
      { signature: '' },
      { signature: 'v1,' },
      { signature: good.signature.replace('v1,', 'v2,') },
      { signature: good.signature.slice(3) },
      { signature: `${good.signature.slice(0, -2)}A=` },
    ];
    for (const change of bad)
      expect(verifyWebhook({ ...good, ...change }, [secret], at(0)), JSON.stringify(change)).toBe(false);
    expect(verifyWebhook({ ...good, signature: `v1a,xyz v1,bad ${good.signature}` }, [secret], at(0))).toBe(true);
  });

  it('has a secret of 32 random bytes; shorter ones are not used', () => {
    expect(newWebhookSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(newWebhookSecret()).not.toBe(newWebhookSecret());
    expect(() => signWebhook(webhook, ['whsec_c2hvcnQ='])).toThrow(RangeError);
    expect(() => signWebhook(webhook, [''])).toThrow(RangeError);
  });
});

describe('The secret of a webhook', () => {
  it('is stored encrypted, bound to its webhook and to the key of the stage', () => {
    const sealed = sealSecret(secret, 'org 1', 'stage key');
    expect(sealed).not.toContain(secret.slice(6));
    expect(openSecret(sealed, 'org 1', 'stage key')).toBe(secret);
    expect(sealSecret(secret, 'org 1', 'stage key')).not.toBe(sealed);
    expect(() => openSecret(sealed, 'org 2', 'stage key')).toThrow();
    expect(() => openSecret(sealed, 'org 1', 'other key')).toThrow();
    expect(() => openSecret('v2.abc', 'org 1', 'stage key')).toThrow('unknown format');
    for (const cut of [3, 10, 40, sealed.length - 1])
      expect(() => openSecret(sealed.slice(0, cut), 'org 1', 'stage key')).toThrow();
  });
});
