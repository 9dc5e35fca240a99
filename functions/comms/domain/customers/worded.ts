import type { CustomerMessage } from '#events/comms';

const templates = {
  PickedUp: 'delivery-picked-up',
  OutForDelivery: 'delivery-out-for-delivery',
  Delivered: 'delivery-delivered',
  Failed: 'delivery-failed',
  Late: 'delivery-late',
} as const;

export interface Worded {
  readonly step: CustomerMessage;
  readonly organization: string;
  readonly name?: string | undefined;
  readonly reference?: string | undefined;
  readonly promised?: { readonly from: string; readonly to: string } | undefined;
  /** ISO-8601: when it happened. */
  readonly at: string;
  readonly reason?: string | undefined;
  readonly locale: string;
  readonly timeZone?: string | undefined;
}

/** The text of a message to a customer, by its template. The templates are loaded with the first message: they are large. */
export const worded = async ({ step, promised, at, reason, locale, timeZone, ...about }: Worded) => {
  const values = {
    ...about,
    // A promise that is broken is not repeated.
    ...((step === 'PickedUp' || step === 'OutForDelivery') && { window: promised }),
    ...(step === 'Delivered' && { at }),
    ...(step === 'Failed' && { reason }),
  };
  const { renderTemplate } = await import('@waybill/channels/rendering');
  const purpose = templates[step];
  // The schema of the purpose checks the values.
  return { purpose, ...renderTemplate(purpose, locale, values as never, { timeZone }) };
};
