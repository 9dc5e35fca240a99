/** Problems of requests, and what the HTTP edge says about them. */
export const edge = {
  'The path, the query, a header or the body is not as documented. Every invalid field is named.':
    'Le chemin, la requête, un en-tête ou le corps n’est pas conforme à la documentation. Chaque champ non valide est indiqué.',
  'The headers are larger than the limit.': 'Les en-têtes dépassent la taille autorisée.',
  'More requests than allowed. Wait for the seconds in `Retry-After`.':
    'Trop de requêtes. Attendez le nombre de secondes indiqué dans `Retry-After`.',
  'An internal error. Report it with the `correlation`.': 'Erreur interne. Signalez-la en indiquant la `correlation`.',
  'The system is throttled. Send the request again, with the same `Idempotency-Key`, after `Retry-After`.':
    'Le système est saturé. Renvoyez la requête avec la même `Idempotency-Key` après le délai `Retry-After`.',
  'The response took too long. The request may have taken effect: send it again with the same `Idempotency-Key`.':
    'La réponse a pris trop de temps. La requête a peut-être été exécutée : renvoyez-la avec la même `Idempotency-Key`.',
  'The deployment of this stage is not complete. Send the request again after `Retry-After`.':
    'Le déploiement de cet environnement n’est pas terminé. Renvoyez la requête après le délai `Retry-After`.',
  'The path has a percent sign that encodes nothing.': 'Le chemin contient un signe pourcent qui n’encode rien.',
  'The body is not JSON in UTF-8, or is nested too deeply.':
    'Le corps n’est pas du JSON en UTF-8, ou il est imbriqué trop profondément.',
  'The body is not UTF-8.': 'Le corps n’est pas encodé en UTF-8.',
  'The body is nested too deeply.': 'Le corps est imbriqué trop profondément.',
  'The body is larger than the limit.': 'Le corps dépasse la taille autorisée.',
  'The body has a `Content-Type` other than JSON.': 'Le `Content-Type` du corps n’est pas JSON.',
  'The `Idempotency-Key` was used before by a request with another body. Use a new key for every new request.':
    'L’`Idempotency-Key` a déjà servi pour une requête avec un autre corps. Utilisez une nouvelle clé pour chaque nouvelle requête.',
  'The same data was changed concurrently, several times in a row. Send the request again.':
    'Les mêmes données ont été modifiées simultanément, plusieurs fois de suite. Renvoyez la requête.',
  'The same data is being written concurrently. Send the request again, with the same `Idempotency-Key`.':
    'Les mêmes données sont en cours d’écriture par une autre requête. Renvoyez la requête avec la même `Idempotency-Key`.',
  'The resource has changed since the version in `If-Match`. Read it again and decide anew.':
    'La ressource a changé depuis la version indiquée dans `If-Match`. Relisez-la avant de décider à nouveau.',
};
