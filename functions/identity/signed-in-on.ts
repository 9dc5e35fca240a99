import { users, within } from '@waybill/auth';
import type { HttpRequest, Platform, Reach } from '@waybill/kernel';
import { deviceCookieFor, deviceShown, knownDevices, rememberDevice } from './devices.ts';
import { postReaches } from './mail.ts';
import { notify } from './notify.ts';

type Request = HttpRequest<{ device?: string | undefined }>;

export const signedInOnReaches: readonly Reach[] = [
  { to: 'keep', register: knownDevices },
  { to: 'consult', register: users },
  ...postReaches,
];

/** After somebody has signed in: from now on the device is known. A new one is announced by mail. */
export const signedInOn = async (
  platform: Platform,
  request: Request,
  userId: string,
  { announce = true }: { readonly announce?: boolean } = {},
): Promise<{ device: string; cookie: string }> => {
  const device = await within(platform, { by: userId, correlationId: request.correlationId }, async (unit) => {
    const { token, isNew } = await rememberDevice(unit, request, userId, deviceShown(request));
    const user = isNew && announce ? await unit.get(users, userId) : undefined;
    if (user) await notify(platform, unit, request, user.data, 'new-device');
    return token;
  });
  return { device, cookie: deviceCookieFor(device) };
};
