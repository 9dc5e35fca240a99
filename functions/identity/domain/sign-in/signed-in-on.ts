import { users } from '@waybill/auth';
import { type AccessOf, declares, type RequestContext } from '@waybill/kernel';
import { postNeeds } from '../mail/mail.ts';
import { notify } from '../mail/notify.ts';
import { deviceCookieFor, deviceTokenIn, knownDevices, rememberDevice } from './devices.ts';

export const signedInOnNeeds = declares({
  reads: { users },
  writes: { knownDevices, ...postNeeds.writes },
  uses: postNeeds.uses,
});

interface SignedIn {
  readonly userId: string;
  /** What the client sent as `device`. */
  readonly device: string | undefined;
}

/** Records the device on which a user has signed in. A new one is announced by mail. */
export const signedInOn = async (
  access: AccessOf<typeof signedInOnNeeds>,
  context: RequestContext<unknown>,
  { userId, device: shown }: SignedIn,
): Promise<{ device: string; cookie: string }> => {
  const { token: device, isNew } = await rememberDevice(access, context, userId, deviceTokenIn(shown, context));
  const user = isNew ? await access.users.get(userId) : undefined;
  if (user) await notify(access, context, user.data, 'new-device');
  return { device, cookie: deviceCookieFor(device) };
};
