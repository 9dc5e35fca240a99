import * as contexts from '#functions/contexts';
import { asyncapi } from '#scripts/openapi/asyncapi';
import { samples } from './samples.ts';

/** `npm run -s asyncapi`: what is said on the bus, as a document. */
console.log(JSON.stringify(asyncapi(contexts, { title: 'Waybill', version: '1' }, samples()), null, 2));
