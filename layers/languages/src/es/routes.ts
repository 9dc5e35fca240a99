/** Routes and checkpoints. */
export const routes = {
  'There is no route with this id, or the caller may not see it.':
    'No existe ninguna ruta con este identificador, o usted no tiene permiso para verla.',
  'This change is not possible in the current status. Set the route to `Planning` first.':
    'Este cambio no es posible en el estado actual. Ponga antes la ruta en `Planning`.',
  'Live deliveries use the route. Finish or cancel them first.':
    'Hay entregas en curso que usan la ruta. Finalícelas o cancélelas antes.',
  'An active route needs an end: a `scheduledEnd` or at least one checkpoint.':
    'Una ruta activa necesita un final: un `scheduledEnd` o al menos un punto de control.',
  'The route would start after its end or after its first checkpoint.':
    'La ruta empezaría después de su final o de su primer punto de control.',
  'Checkpoints must be in order of sequence and of time, and after the start of the route.':
    'Los puntos de control deben seguir el orden de secuencia y de tiempo, y ser posteriores al inicio de la ruta.',
  'The route has no checkpoint with this sequence.':
    'La ruta no tiene ningún punto de control con este número de secuencia.',
  'The route has the maximum number of checkpoints.': 'La ruta ya tiene el número máximo de puntos de control.',
};
