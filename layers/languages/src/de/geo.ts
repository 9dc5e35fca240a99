/** Places and reference data. */
export const geo = {
  'There is no reference entry with this id, or the caller may not see it.':
    'Es gibt keinen Referenzeintrag mit dieser ID, oder Sie dürfen ihn nicht sehen.',
  'must be the alpha-2 code of a country, like AT': 'muss der Alpha-2-Code eines Landes sein, etwa AT',
  'There is no location with this id, or the caller may not see it.':
    'Es gibt keinen Ort mit dieser ID, oder Sie dürfen ihn nicht sehen.',
  'is needed if there is a line3': 'ist erforderlich, wenn line3 angegeben ist',
  'must be a known code, like {code}': 'muss ein bekannter Code sein, etwa {code}',
  'must be a subdivision of the country': 'muss eine Region dieses Landes sein',
  'must be 64 hexadecimal digits': 'muss aus 64 hexadezimalen Ziffern bestehen',
  'There is no contact with this id, or the caller may not see it.':
    'Es gibt keinen Kontakt mit dieser ID, oder Sie dürfen ihn nicht sehen.',
  'must be pairs of latitude and longitude, like 48.2084,16.3731;47.0707,15.4395':
    'muss aus Paaren von Breite und Länge bestehen, etwa 48.2084,16.3731;47.0707,15.4395',
  'must have 2 to 25 positions': 'muss aus 2 bis 25 Positionen bestehen',
  'must have latitudes of -90 to 90 and longitudes of -180 to 180 degrees':
    'muss Breiten von -90 bis 90 Grad und Längen von -180 bis 180 Grad haben',
  'The API key does not reach contacts with this context key. Create one that names it among its `contextKeys`.':
    'Der API-Schlüssel hat keinen Zugriff auf Kontakte mit diesem Kontextschlüssel. Erstellen Sie einen, der ihn unter `contextKeys` nennt.',
  'There is a contact already.': 'Es gibt bereits einen Kontakt.',
  'This external key is already taken.': 'Dieser externe Schlüssel ist bereits vergeben.',
  'must be a URL with http or https': 'muss eine URL mit http oder https sein',
  'must be a locale of the reference data, like en-US': 'muss ein Gebietsschema der Referenzdaten sein, etwa en-US',
  'must be a telephone number with its country code, or one of the location’s country':
    'muss eine Telefonnummer mit Landesvorwahl sein oder eine aus dem Land des Ortes',
  'must be at most 100 with the ids': 'dürfen zusammen mit den IDs höchstens 100 sein',
  'must not be in the future': 'darf nicht in der Zukunft liegen',
  'must not be zero': 'darf nicht null sein',
  'must not come with location': 'darf nicht zusammen mit location angegeben werden',
};
