/**
 * Multiplies the limits of networks and of their devices, for a stage whose users share few addresses.
 * `WAYBILL_ADDRESS_SHARE`, default 1.
 */
export const addressShare = (): number => Number(process.env.WAYBILL_ADDRESS_SHARE ?? 1);
