/** Drivers and vehicles. */
export const fleet = {
  'There is no driver with this id, or the caller may not see it.':
    'Es gibt keinen Fahrer mit dieser ID, oder Sie dürfen ihn nicht sehen.',
  'There is no vehicle with this id, or the caller may not see it.':
    'Es gibt kein Fahrzeug mit dieser ID, oder Sie dürfen es nicht sehen.',
  'The driver is retired. This is final.': 'Der Fahrer ist ausgeschieden. Das ist endgültig.',
  'The vehicle is retired. This is final.': 'Das Fahrzeug ist ausgemustert. Das ist endgültig.',
  'Deliveries have the driver booked. Finish them or assign another driver first.':
    'Der Fahrer ist für Lieferungen gebucht. Schließen Sie diese zuerst ab oder weisen Sie einen anderen Fahrer zu.',
  'Deliveries have the vehicle booked. Finish them or assign another vehicle first.':
    'Das Fahrzeug ist für Lieferungen gebucht. Schließen Sie diese zuerst ab oder weisen Sie ein anderes Fahrzeug zu.',
  'This licence is already taken.': 'Diese Führerscheinnummer ist bereits vergeben.',
  'This registration is already taken.': 'Dieses Kennzeichen ist bereits vergeben.',
  'must have a letter or a digit': 'muss einen Buchstaben oder eine Ziffer enthalten',
  'must be a number in E.164, like +4915112345678': 'muss eine Nummer nach E.164 sein, etwa +4915112345678',
  'must come with freeFrom, and be after it': 'muss zusammen mit freeFrom angegeben werden und danach liegen',
};
