import { openapi } from '@waybill/kernel/openapi';
import * as contexts from '#functions/contexts';

/** `npm run -s openapi`: the API as a document. */
console.log(JSON.stringify(openapi(contexts, { title: 'Waybill', version: '1' }), null, 2));
