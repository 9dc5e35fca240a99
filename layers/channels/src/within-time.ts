import { type SendResult, unavailable } from './send-result.ts';

/** Ends a provider's call that takes too long or throws. Nothing of an unknown error is repeated: it may quote the message. */
export const withinTime = async (timeoutMs: number, send: () => Promise<SendResult>): Promise<SendResult> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<SendResult>((resolve) => {
    const reason = `The provider did not answer within ${timeoutMs / 1000} s.`;
    // A little later than the provider's own limit, whose reason is more precise.
    timer = setTimeout(() => resolve(unavailable(reason)), timeoutMs + 500);
  });
  try {
    return await Promise.race([send(), late]);
  } catch (error) {
    return unavailable(`The provider's client failed (${error instanceof Error ? error.name : 'unknown'}).`);
  } finally {
    clearTimeout(timer);
  }
};
