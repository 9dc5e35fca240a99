/** Deliveries, their crew and incidents. */
export const deliveries = {
  'There is no delivery with this id, or the caller may not see it.':
    'Es gibt keine Lieferung mit dieser ID, oder Sie dürfen sie nicht sehen.',
  'There is no incident with this id, or the caller may not see it.':
    'Es gibt keinen Vorfall mit dieser ID, oder Sie dürfen ihn nicht sehen.',
  'The delivery is delivered, failed or cancelled.': 'Die Lieferung ist zugestellt, fehlgeschlagen oder storniert.',
  'A driver or vehicle is booked in that window, turnaround time included.':
    'Ein Fahrer oder Fahrzeug ist in diesem Zeitfenster bereits gebucht, Rüstzeit eingerechnet.',
  'The driver is not available, or retired.': 'Der Fahrer ist nicht verfügbar oder ausgeschieden.',
  'The vehicle is not available, or retired.': 'Das Fahrzeug ist nicht verfügbar oder ausgemustert.',
  'A delivery does not change from this status to that one.':
    'Eine Lieferung kann nicht von diesem in jenen Status wechseln.',
  'A driver (role `agent`) can act only on deliveries that are assigned to them.':
    'Fahrer (Rolle `agent`) können nur die ihnen zugewiesenen Lieferungen bearbeiten.',
  'Proof can be captured only while the delivery is out for delivery.':
    'Der Zustellnachweis kann nur während der Zustellung erfasst werden.',
  'Use `POST /deliveries/{deliveryId}/cancellation` to cancel a delivery. It records who requested it and why.':
    'Verwenden Sie `POST /deliveries/{deliveryId}/cancellation`, um eine Lieferung zu stornieren. So wird festgehalten, wer das warum verlangt hat.',
  'A delivery needs a driver and a vehicle to set out.':
    'Eine Lieferung braucht einen Fahrer und ein Fahrzeug, um zu starten.',
  'A delivery becomes `OutForDelivery` only when every checkpoint of its route is reached.':
    'Eine Lieferung wird erst `OutForDelivery`, wenn alle Kontrollpunkte ihrer Route erreicht sind.',
  'Only the proof of delivery makes a delivery `Delivered`.':
    'Nur der Zustellnachweis macht eine Lieferung `Delivered`.',
  'Deliveries start on active routes only.': 'Lieferungen können nur auf aktiven Routen starten.',
  'The window promised to the customer neither overlaps nor touches the schedule of the route.':
    'Das dem Kunden zugesagte Zeitfenster überschneidet sich nicht mit dem Zeitplan der Route und grenzt auch nicht daran.',
  'This reference is already taken.': 'Diese Referenz ist bereits vergeben.',
  'A summary is available once the delivery is over.':
    'Eine Zusammenfassung gibt es erst, wenn die Lieferung beendet ist.',
  'Checkpoints can be reached only while the delivery is in transit.':
    'Kontrollpunkte können nur erreicht werden, während die Lieferung unterwegs ist.',
  'The checkpoints of a route must be reached in order.':
    'Die Kontrollpunkte einer Route müssen der Reihe nach erreicht werden.',
  'The delivery has set out. Hand it over to another driver or vehicle instead.':
    'Die Lieferung ist bereits gestartet. Übergeben Sie sie stattdessen an einen anderen Fahrer oder ein anderes Fahrzeug.',
  'a driver or a vehicle is needed': 'ein Fahrer oder ein Fahrzeug ist erforderlich',
  'a signature or a photo is needed': 'eine Unterschrift oder ein Foto ist erforderlich',
  'must be an https URL': 'muss eine https-URL sein',
  'is needed for Failed': 'ist für Failed erforderlich',
  'is needed for a hand-over under way': 'ist für eine Übergabe unterwegs erforderlich',
};
