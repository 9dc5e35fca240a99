import type { Texts } from '../texts.ts';

/** Where Mexican Spanish differs from that of Spain. */
export const mexican: Texts = {
  sentences: {
    'There is no incident with this id, or the caller may not see it.':
      'No existe ningún incidente con este identificador, o usted no tiene permiso para verlo.',
    'The request has no token, key or session, or one that is not valid or has expired.':
      'La solicitud no incluye ningún token, clave ni sesión, o el que incluye no es válido o ya venció.',
    'The invitation has expired. Ask for another one.': 'La invitación ya venció. Pida otra.',
    'The key has expired. Create a new one.': 'La clave ya venció. Cree una nueva.',
    'This licence is already taken.': 'Esta licencia de conducir ya está registrada.',
    'This registration is already taken.': 'Estas placas ya están registradas.',
    'The path, the query, a header or the body is not as documented. Every invalid field is named.':
      'La ruta, la consulta, un encabezado o el cuerpo no se ajusta a la documentación. Se indica cada campo no válido.',
    'The headers are larger than the limit.': 'Los encabezados superan el tamaño permitido.',
    'The response took too long. The request may have taken effect: send it again with the same `Idempotency-Key`.':
      'La respuesta tardó demasiado. Es posible que la solicitud haya surtido efecto: repítala con la misma `Idempotency-Key`.',
    'The resource has changed since the version in `If-Match`. Read it again and decide anew.':
      'El recurso cambió desde la versión indicada en `If-Match`. Vuelva a leerlo y decida de nuevo.',
    'The delivery has set out. Hand it over to another driver or vehicle instead.':
      'La entrega ya salió. Mejor transfiérala a otro conductor o vehículo.',
    'The code of the authenticator, or the backup code, is wrong.':
      'El código del autenticador o el código de respaldo es incorrecto.',
    'give either a code or a backup code': 'indique un código o un código de respaldo, no ambos',
    'The code of the authenticator was used before. Wait for the next one.':
      'El código del autenticador ya se usó. Espere al siguiente.',
    'A driver or vehicle is booked in that window, turnaround time included.':
      'Un conductor o un vehículo ya está reservado en ese horario, incluido el tiempo de preparación.',
    'The window promised to the customer neither overlaps nor touches the schedule of the route.':
      'El horario prometido al cliente no se traslapa con el de la ruta ni es contiguo a él.',
    'The deployment of this stage is not complete. Send the request again after `Retry-After`.':
      'El despliegue de este ambiente no está completo. Repita la solicitud después del tiempo indicado en `Retry-After`.',
  },
};
