/** Deliveries, their crew and incidents. */
export const deliveries = {
  'There is no delivery with this id, or the caller may not see it.':
    'Aucune livraison ne porte cet identifiant, ou vous n’êtes pas autorisé à la voir.',
  'There is no incident with this id, or the caller may not see it.':
    'Aucun incident ne porte cet identifiant, ou vous n’êtes pas autorisé à le voir.',
  'The delivery is delivered, failed or cancelled.': 'La livraison est effectuée, en échec ou annulée.',
  'A driver or vehicle is booked in that window, turnaround time included.':
    'Un chauffeur ou un véhicule est déjà réservé sur ce créneau, temps de rotation compris.',
  'The driver is not available, or retired.': 'Le chauffeur n’est pas disponible, ou il est retiré du service.',
  'The vehicle is not available, or retired.': 'Le véhicule n’est pas disponible, ou il est retiré du service.',
  'A delivery does not change from this status to that one.':
    'Une livraison ne peut pas passer de ce statut à celui qui est demandé.',
  'A driver (role `agent`) can act only on deliveries that are assigned to them.':
    'Un chauffeur (rôle `agent`) ne peut agir que sur les livraisons qui lui sont affectées.',
  'Proof can be captured only while the delivery is out for delivery.':
    'La preuve ne peut être enregistrée que pendant que la livraison est en cours de distribution.',
  'Use `POST /deliveries/{deliveryId}/cancellation` to cancel a delivery. It records who requested it and why.':
    'Utilisez `POST /deliveries/{deliveryId}/cancellation` pour annuler une livraison. L’auteur de la demande et le motif sont ainsi enregistrés.',
  'A delivery needs a driver and a vehicle to set out.':
    'Une livraison doit avoir un chauffeur et un véhicule pour partir.',
  'A delivery becomes `OutForDelivery` only when every checkpoint of its route is reached.':
    'Une livraison ne passe à `OutForDelivery` que lorsque tous les points de passage de sa tournée sont atteints.',
  'Only the proof of delivery makes a delivery `Delivered`.':
    'Seule la preuve de livraison fait passer une livraison à `Delivered`.',
  'Deliveries start on active routes only.': 'Les livraisons ne commencent que sur des tournées actives.',
  'The window promised to the customer neither overlaps nor touches the schedule of the route.':
    'Le créneau promis au client ne recoupe ni ne touche les horaires de la tournée.',
  'This reference is already taken.': 'Cette référence est déjà utilisée.',
  'A summary is available once the delivery is over.':
    'Un récapitulatif est disponible une fois la livraison terminée.',
  'Checkpoints can be reached only while the delivery is in transit.':
    'Les points de passage ne peuvent être atteints que pendant que la livraison est en transit.',
  'The checkpoints of a route must be reached in order.':
    'Les points de passage d’une tournée doivent être atteints dans l’ordre.',
  'The delivery has set out. Hand it over to another driver or vehicle instead.':
    'La livraison est déjà partie. Transférez-la plutôt à un autre chauffeur ou véhicule.',
  'a driver or a vehicle is needed': 'un chauffeur ou un véhicule est nécessaire',
  'a signature or a photo is needed': 'une signature ou une photo est nécessaire',
  'must be an https URL': 'doit être une URL https',
  'is needed for Failed': 'est nécessaire pour Failed',
  'is needed for a hand-over under way': 'est nécessaire pour un transfert en cours de route',
};
