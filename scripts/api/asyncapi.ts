import * as contexts from '#functions/contexts';
import { asyncapi } from '#scripts/openapi/asyncapi';
import { samples } from './samples.ts';

/** `npm run -s asyncapi`: prints the AsyncAPI document of the bus. */
console.log(JSON.stringify(asyncapi(contexts, { title: 'Waybill', version: '1' }, samples()), null, 2));
