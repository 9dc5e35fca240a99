/** Routes and checkpoints. */
export const routes = {
  'There is no route with this id, or the caller may not see it.':
    'Non esiste alcun percorso con questo ID, oppure non si è autorizzati a vederlo.',
  'This change is not possible in the current status. Set the route to `Planning` first.':
    'Questa modifica non è possibile nello stato attuale. Impostare prima il percorso su `Planning`.',
  'Live deliveries use the route. Finish or cancel them first.':
    'Il percorso è usato da consegne in corso. Completarle o annullarle prima.',
  'An active route needs an end: a `scheduledEnd` or at least one checkpoint.':
    'Un percorso attivo deve avere una fine: un `scheduledEnd` o almeno un punto di controllo.',
  'The route would start after its end or after its first checkpoint.':
    'Il percorso inizierebbe dopo la sua fine o dopo il primo punto di controllo.',
  'Checkpoints must be in order of sequence and of time, and after the start of the route.':
    'I punti di controllo devono essere in ordine di sequenza e di tempo, e successivi all’inizio del percorso.',
  'The route has no checkpoint with this sequence.': 'Il percorso non ha alcun punto di controllo con questo numero.',
  'The route has the maximum number of checkpoints.':
    'Il percorso ha raggiunto il numero massimo di punti di controllo.',
};
