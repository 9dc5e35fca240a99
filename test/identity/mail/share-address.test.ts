import { expect, test } from 'vitest';
import { EmailVerified, ProfileChanged } from '#events/identity';
import { changeMe } from '#functions/identity/endpoints/account/change-me';
import { shareAddress } from '#functions/identity/reactions/share-address';
import { memoryWithUsers, queueEvent } from '../support/people.ts';

const queues = ['user-addresses'];

test('the address and the name of a user are shared with comms when they change, as they are then', async () => {
  const of = memoryWithUsers();
  const sent: any[] = [];
  Object.assign(of.platform.queue, { send: async (queue: string, { message }: any) => sent.push({ queue, message }) });
  const olga = await of.aUser('Olga');
  await olga.ask(changeMe, { body: { name: 'Olga Owner', locale: 'de-DE' } });
  const changed = of.appended.findLast(({ type }) => type === 'ProfileChanged')!;
  expect(await shareAddress.with(of.platform)(queueEvent(changed) as any)).toEqual({ batchItemFailures: [] });
  const { email } = (await of.platform.records.get((await import('@waybill/auth')).users, olga.userId))!.data;
  expect(sent).toEqual([
    {
      queue: queues[0],
      message: { userId: olga.userId, email, name: 'Olga Owner', locale: 'de-DE', at: expect.any(String) },
    },
  ]);
});

test('it reacts to the verification of an address and to changes of the profile', () =>
  expect(shareAddress.definition.on).toEqual([EmailVerified, ProfileChanged]));
