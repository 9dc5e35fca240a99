/** Routes and checkpoints. */
export const routes = {
  'There is no route with this id, or the caller may not see it.':
    'Aucune tournée ne porte cet identifiant, ou vous n’êtes pas autorisé à la voir.',
  'This change is not possible in the current status. Set the route to `Planning` first.':
    'Cette modification n’est pas possible dans le statut actuel. Mettez d’abord la tournée à `Planning`.',
  'Live deliveries use the route. Finish or cancel them first.':
    'Des livraisons en cours utilisent la tournée. Terminez-les ou annulez-les d’abord.',
  'An active route needs an end: a `scheduledEnd` or at least one checkpoint.':
    'Une tournée active doit avoir une fin : un `scheduledEnd` ou au moins un point de passage.',
  'The route would start after its end or after its first checkpoint.':
    'La tournée commencerait après sa fin ou après son premier point de passage.',
  'Checkpoints must be in order of sequence and of time, and after the start of the route.':
    'Les points de passage doivent suivre l’ordre de la séquence et du temps, et se situer après le début de la tournée.',
  'The route has no checkpoint with this sequence.': 'La tournée n’a aucun point de passage avec ce numéro.',
  'The route has the maximum number of checkpoints.': 'La tournée a atteint le nombre maximal de points de passage.',
};
