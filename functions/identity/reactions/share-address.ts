import { users } from '@waybill/auth';
import { reaction } from '@waybill/kernel';
import { userAddresses } from '#events/comms';
import { EmailVerified, ProfileChanged } from '#events/identity';

/** Sends comms the verified address and the name of a user, so that the user can be notified. */
export const shareAddress = reaction({
  name: 'shareAddress',
  on: [EmailVerified, ProfileChanged],
  reads: { users },
  uses: { userAddresses },

  react: async ({ aggregateId: userId }, { users, userAddresses }, { now }) => {
    const at = now().toISOString();
    const user = (await users.get(userId))?.data;
    if (!user?.emailVerified) return;
    const { email, name, locale } = user;
    await userAddresses({ userId, email, name, locale: locale ?? undefined, at });
  },
});
