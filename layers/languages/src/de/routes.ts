/** Routes and checkpoints. */
export const routes = {
  'There is no route with this id, or the caller may not see it.':
    'Es gibt keine Route mit dieser ID, oder Sie dürfen sie nicht sehen.',
  'This change is not possible in the current status. Set the route to `Planning` first.':
    'Diese Änderung ist im aktuellen Status nicht möglich. Setzen Sie die Route zuerst auf `Planning`.',
  'Live deliveries use the route. Finish or cancel them first.':
    'Laufende Lieferungen verwenden die Route. Schließen Sie diese zuerst ab oder stornieren Sie sie.',
  'An active route needs an end: a `scheduledEnd` or at least one checkpoint.':
    'Eine aktive Route braucht ein Ende: ein `scheduledEnd` oder mindestens einen Kontrollpunkt.',
  'The route would start after its end or after its first checkpoint.':
    'Die Route würde nach ihrem Ende oder nach ihrem ersten Kontrollpunkt beginnen.',
  'Checkpoints must be in order of sequence and of time, and after the start of the route.':
    'Kontrollpunkte müssen nach Reihenfolge und Zeit geordnet sein und nach dem Beginn der Route liegen.',
  'The route has no checkpoint with this sequence.': 'Die Route hat keinen Kontrollpunkt mit dieser Nummer.',
  'The route has the maximum number of checkpoints.': 'Die Route hat bereits die Höchstzahl an Kontrollpunkten.',
};
