/** Kinds of organisations that look after others. */
export const isStaff = (orgType: string): boolean => orgType === 'Admin' || orgType === 'Support';
