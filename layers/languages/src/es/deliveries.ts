/** Deliveries, their crew and incidents. */
export const deliveries = {
  'There is no delivery with this id, or the caller may not see it.':
    'No existe ninguna entrega con este identificador, o usted no tiene permiso para verla.',
  'There is no incident with this id, or the caller may not see it.':
    'No existe ninguna incidencia con este identificador, o usted no tiene permiso para verla.',
  'The delivery is delivered, failed or cancelled.': 'La entrega ya está entregada, fallida o cancelada.',
  'A driver or vehicle is booked in that window, turnaround time included.':
    'Un conductor o un vehículo ya está reservado en esa franja, incluido el tiempo de preparación.',
  'The driver is not available, or retired.': 'El conductor no está disponible o está dado de baja.',
  'The vehicle is not available, or retired.': 'El vehículo no está disponible o está dado de baja.',
  'A delivery does not change from this status to that one.': 'Una entrega no puede pasar de este estado a aquel.',
  'A driver (role `agent`) can act only on deliveries that are assigned to them.':
    'Un conductor (rol `agent`) solo puede actuar sobre las entregas que tiene asignadas.',
  'Proof can be captured only while the delivery is out for delivery.':
    'El comprobante solo puede registrarse mientras la entrega está en reparto.',
  'Use `POST /deliveries/{deliveryId}/cancellation` to cancel a delivery. It records who requested it and why.':
    'Use `POST /deliveries/{deliveryId}/cancellation` para cancelar una entrega. Así queda constancia de quién lo pidió y por qué.',
  'A delivery needs a driver and a vehicle to set out.': 'Una entrega necesita un conductor y un vehículo para salir.',
  'A delivery becomes `OutForDelivery` only when every checkpoint of its route is reached.':
    'Una entrega pasa a `OutForDelivery` solo cuando se han alcanzado todos los puntos de control de su ruta.',
  'Only the proof of delivery makes a delivery `Delivered`.':
    'Solo el comprobante de entrega hace que una entrega pase a `Delivered`.',
  'Deliveries start on active routes only.': 'Las entregas solo empiezan en rutas activas.',
  'The window promised to the customer neither overlaps nor touches the schedule of the route.':
    'La franja prometida al cliente no se solapa con el horario de la ruta ni es contigua a él.',
  'This reference is already taken.': 'Esta referencia ya está en uso.',
  'A summary is available once the delivery is over.':
    'El resumen está disponible una vez que la entrega ha terminado.',
  'Checkpoints can be reached only while the delivery is in transit.':
    'Los puntos de control solo pueden alcanzarse mientras la entrega está en tránsito.',
  'The checkpoints of a route must be reached in order.':
    'Los puntos de control de una ruta deben alcanzarse en orden.',
  'The delivery has set out. Hand it over to another driver or vehicle instead.':
    'La entrega ya ha salido. Transfiérala en su lugar a otro conductor o vehículo.',
  'a driver or a vehicle is needed': 'se necesita un conductor o un vehículo',
  'a signature or a photo is needed': 'se necesita una firma o una foto',
  'must be an https URL': 'debe ser una URL https',
  'is needed for Failed': 'es necesario para Failed',
  'is needed for a hand-over under way': 'es necesario para un traspaso en ruta',
};
