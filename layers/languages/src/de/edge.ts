/** Problems of requests, and what the HTTP edge says about them. */
export const edge = {
  'The path, the query, a header or the body is not as documented. Every invalid field is named.':
    'Pfad, Query, ein Header oder der Body entspricht nicht der Dokumentation. Jedes ungültige Feld ist aufgeführt.',
  'The headers are larger than the limit.': 'Die Header sind größer als erlaubt.',
  'More requests than allowed. Wait for the seconds in `Retry-After`.':
    'Zu viele Anfragen. Warten Sie so viele Sekunden, wie `Retry-After` angibt.',
  'An internal error. Report it with the `correlation`.':
    'Interner Fehler. Melden Sie ihn bitte mit der `correlation`.',
  'The system is throttled. Send the request again, with the same `Idempotency-Key`, after `Retry-After`.':
    'Das System ist ausgelastet. Senden Sie die Anfrage nach Ablauf von `Retry-After` mit demselben `Idempotency-Key` erneut.',
  'The response took too long. The request may have taken effect: send it again with the same `Idempotency-Key`.':
    'Die Antwort hat zu lange gedauert. Die Anfrage wurde möglicherweise ausgeführt: Senden Sie sie mit demselben `Idempotency-Key` erneut.',
  'The deployment of this stage is not complete. Send the request again after `Retry-After`.':
    'Das Deployment dieser Umgebung ist nicht vollständig. Senden Sie die Anfrage nach Ablauf von `Retry-After` erneut.',
  'The path has a percent sign that encodes nothing.': 'Der Pfad enthält ein Prozentzeichen, das nichts kodiert.',
  'The body is not JSON in UTF-8, or is nested too deeply.':
    'Der Body ist kein JSON in UTF-8 oder zu tief verschachtelt.',
  'The body is not UTF-8.': 'Der Body ist nicht in UTF-8 kodiert.',
  'The body is nested too deeply.': 'Der Body ist zu tief verschachtelt.',
  'The body is larger than the limit.': 'Der Body ist größer als erlaubt.',
  'The body has a `Content-Type` other than JSON.': 'Der `Content-Type` des Bodys ist nicht JSON.',
  'The `Idempotency-Key` was used before by a request with another body. Use a new key for every new request.':
    'Der `Idempotency-Key` wurde bereits für eine Anfrage mit anderem Body verwendet. Verwenden Sie für jede neue Anfrage einen neuen Schlüssel.',
  'The same data was changed concurrently, several times in a row. Send the request again.':
    'Dieselben Daten wurden mehrmals hintereinander gleichzeitig geändert. Senden Sie die Anfrage erneut.',
  'The same data is being written concurrently. Send the request again, with the same `Idempotency-Key`.':
    'Dieselben Daten werden gerade gleichzeitig geschrieben. Senden Sie die Anfrage mit demselben `Idempotency-Key` erneut.',
  'The resource has changed since the version in `If-Match`. Read it again and decide anew.':
    'Die Ressource hat sich seit der Version in `If-Match` geändert. Lesen Sie sie erneut und entscheiden Sie neu.',
};
