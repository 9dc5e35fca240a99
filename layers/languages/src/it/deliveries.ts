/** Deliveries, their crew and incidents. */
export const deliveries = {
  'There is no delivery with this id, or the caller may not see it.':
    'Non esiste alcuna consegna con questo ID, oppure non si è autorizzati a vederla.',
  'There is no incident with this id, or the caller may not see it.':
    'Non esiste alcun incidente con questo ID, oppure non si è autorizzati a vederlo.',
  'The delivery is delivered, failed or cancelled.':
    'La consegna è stata completata, non è riuscita o è stata annullata.',
  'A driver or vehicle is booked in that window, turnaround time included.':
    'Un autista o un veicolo è già prenotato in quella fascia oraria, tempo di preparazione incluso.',
  'The driver is not available, or retired.': 'L’autista non è disponibile o non è più in servizio.',
  'The vehicle is not available, or retired.': 'Il veicolo non è disponibile o è stato dismesso.',
  'A delivery does not change from this status to that one.':
    'Una consegna non può passare da questo stato a quello richiesto.',
  'A driver (role `agent`) can act only on deliveries that are assigned to them.':
    'Un autista (ruolo `agent`) può agire solo sulle consegne che gli sono assegnate.',
  'Proof can be captured only while the delivery is out for delivery.':
    'La prova può essere acquisita solo mentre la consegna è in distribuzione.',
  'Use `POST /deliveries/{deliveryId}/cancellation` to cancel a delivery. It records who requested it and why.':
    'Usare `POST /deliveries/{deliveryId}/cancellation` per annullare una consegna. Registra chi lo ha richiesto e perché.',
  'A delivery needs a driver and a vehicle to set out.':
    'Una consegna ha bisogno di un autista e di un veicolo per partire.',
  'A delivery becomes `OutForDelivery` only when every checkpoint of its route is reached.':
    'Una consegna diventa `OutForDelivery` solo quando sono stati raggiunti tutti i punti di controllo del suo percorso.',
  'Only the proof of delivery makes a delivery `Delivered`.':
    'Solo la prova di consegna rende una consegna `Delivered`.',
  'Deliveries start on active routes only.': 'Le consegne iniziano solo su percorsi attivi.',
  'The window promised to the customer neither overlaps nor touches the schedule of the route.':
    'La fascia oraria promessa al cliente non si sovrappone all’orario del percorso e non vi confina.',
  'This reference is already taken.': 'Questo riferimento è già in uso.',
  'A summary is available once the delivery is over.': 'Il riepilogo è disponibile quando la consegna è terminata.',
  'Checkpoints can be reached only while the delivery is in transit.':
    'I punti di controllo possono essere raggiunti solo mentre la consegna è in transito.',
  'The checkpoints of a route must be reached in order.':
    'I punti di controllo di un percorso devono essere raggiunti in ordine.',
  'The delivery has set out. Hand it over to another driver or vehicle instead.':
    'La consegna è già partita. Trasferirla invece a un altro autista o veicolo.',
  'a driver or a vehicle is needed': 'è necessario un autista o un veicolo',
  'a signature or a photo is needed': 'è necessaria una firma o una foto',
  'must be an https URL': 'deve essere un URL https',
  'is needed for Failed': 'è necessario per Failed',
  'is needed for a hand-over under way': 'è necessario per un passaggio durante il tragitto',
};
