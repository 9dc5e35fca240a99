import { notFound } from '@waybill/kernel';

/** The problems of this context. */

export const contactNotFound = notFound('contact');
export const memberNotFound = notFound('member');
