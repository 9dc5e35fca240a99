/** Drivers and vehicles. */
export const fleet = {
  'There is no driver with this id, or the caller may not see it.':
    'Non esiste alcun autista con questo ID, oppure non si è autorizzati a vederlo.',
  'There is no vehicle with this id, or the caller may not see it.':
    'Non esiste alcun veicolo con questo ID, oppure non si è autorizzati a vederlo.',
  'The driver is retired. This is final.': 'L’autista non è più in servizio. È definitivo.',
  'The vehicle is retired. This is final.': 'Il veicolo è stato dismesso. È definitivo.',
  'Deliveries have the driver booked. Finish them or assign another driver first.':
    'L’autista è prenotato per delle consegne. Completarle o assegnare prima un altro autista.',
  'Deliveries have the vehicle booked. Finish them or assign another vehicle first.':
    'Il veicolo è prenotato per delle consegne. Completarle o assegnare prima un altro veicolo.',
  'This licence is already taken.': 'Questa patente è già registrata.',
  'This registration is already taken.': 'Questa targa è già registrata.',
  'must have a letter or a digit': 'deve contenere una lettera o una cifra',
  'must be a number in E.164, like +4915112345678': 'deve essere un numero in formato E.164, ad esempio +4915112345678',
  'must come with freeFrom, and be after it': 'deve essere indicato insieme a freeFrom ed essere successivo',
};
