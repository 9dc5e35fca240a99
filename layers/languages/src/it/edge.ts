/** Problems of requests, and what the HTTP edge says about them. */
export const edge = {
  'The path, the query, a header or the body is not as documented. Every invalid field is named.':
    'Il percorso, la query, un’intestazione o il corpo non è conforme alla documentazione. Ogni campo non valido è indicato.',
  'The headers are larger than the limit.': 'Le intestazioni superano la dimensione consentita.',
  'More requests than allowed. Wait for the seconds in `Retry-After`.':
    'Troppe richieste. Attendere i secondi indicati in `Retry-After`.',
  'An internal error. Report it with the `correlation`.': 'Errore interno. Segnalarlo indicando la `correlation`.',
  'The system is throttled. Send the request again, with the same `Idempotency-Key`, after `Retry-After`.':
    'Il sistema è sovraccarico. Ripetere la richiesta con la stessa `Idempotency-Key` dopo il tempo indicato in `Retry-After`.',
  'The response took too long. The request may have taken effect: send it again with the same `Idempotency-Key`.':
    'La risposta ha richiesto troppo tempo. La richiesta potrebbe essere stata eseguita: ripeterla con la stessa `Idempotency-Key`.',
  'The deployment of this stage is not complete. Send the request again after `Retry-After`.':
    'Il deployment di questo ambiente non è completo. Ripetere la richiesta dopo il tempo indicato in `Retry-After`.',
  'The path has a percent sign that encodes nothing.':
    'Il percorso contiene un segno di percentuale che non codifica nulla.',
  'The body is not JSON in UTF-8, or is nested too deeply.':
    'Il corpo non è JSON in UTF-8 oppure è annidato troppo in profondità.',
  'The body is not UTF-8.': 'Il corpo non è codificato in UTF-8.',
  'The body is nested too deeply.': 'Il corpo è annidato troppo in profondità.',
  'The body is larger than the limit.': 'Il corpo supera la dimensione consentita.',
  'The body has a `Content-Type` other than JSON.': 'Il `Content-Type` del corpo non è JSON.',
  'The `Idempotency-Key` was used before by a request with another body. Use a new key for every new request.':
    'La `Idempotency-Key` è già stata usata da una richiesta con un corpo diverso. Usare una nuova chiave per ogni nuova richiesta.',
  'The same data was changed concurrently, several times in a row. Send the request again.':
    'Gli stessi dati sono stati modificati contemporaneamente più volte di seguito. Ripetere la richiesta.',
  'The same data is being written concurrently. Send the request again, with the same `Idempotency-Key`.':
    'Gli stessi dati vengono scritti contemporaneamente. Ripetere la richiesta con la stessa `Idempotency-Key`.',
  'The resource has changed since the version in `If-Match`. Read it again and decide anew.':
    'La risorsa è cambiata rispetto alla versione indicata in `If-Match`. Rileggerla e decidere di nuovo.',
};
