import { recordStore } from '@waybill/kernel';

/** Slugs, which are unique among all organizations. */
export const slugs = recordStore<{ readonly slug: string }>('organizations', 'slug', { unique: ['slug'] });
