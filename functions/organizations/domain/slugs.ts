import { recordStore } from '@waybill/kernel';

/** Which organisation has which name in links: each its own, over all of them. */
export const slugs = recordStore<{ readonly slug: string }>('organizations', 'slug', { unique: ['slug'] });
