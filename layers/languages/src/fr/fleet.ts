/** Drivers and vehicles. */
export const fleet = {
  'There is no driver with this id, or the caller may not see it.':
    'Aucun chauffeur ne porte cet identifiant, ou vous n’êtes pas autorisé à le voir.',
  'There is no vehicle with this id, or the caller may not see it.':
    'Aucun véhicule ne porte cet identifiant, ou vous n’êtes pas autorisé à le voir.',
  'The driver is retired. This is final.': 'Le chauffeur est retiré du service. C’est définitif.',
  'The vehicle is retired. This is final.': 'Le véhicule est retiré du service. C’est définitif.',
  'Deliveries have the driver booked. Finish them or assign another driver first.':
    'Le chauffeur est réservé pour des livraisons. Terminez-les ou affectez d’abord un autre chauffeur.',
  'Deliveries have the vehicle booked. Finish them or assign another vehicle first.':
    'Le véhicule est réservé pour des livraisons. Terminez-les ou affectez d’abord un autre véhicule.',
  'This licence is already taken.': 'Ce permis de conduire est déjà enregistré.',
  'This registration is already taken.': 'Cette immatriculation est déjà enregistrée.',
  'must have a letter or a digit': 'doit contenir une lettre ou un chiffre',
  'must be a number in E.164, like +4915112345678': 'doit être un numéro au format E.164, par exemple +4915112345678',
  'must come with freeFrom, and be after it': 'doit accompagner freeFrom et lui être postérieur',
};
