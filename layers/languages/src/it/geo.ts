/** Places and reference data. */
export const geo = {
  'There is no reference entry with this id, or the caller may not see it.':
    'Non esiste alcuna voce di riferimento con questo ID, oppure non si è autorizzati a vederla.',
  'must be the alpha-2 code of a country, like AT': 'deve essere il codice alpha-2 di un paese, ad esempio AT',
  'There is no location with this id, or the caller may not see it.':
    'Non esiste alcun luogo con questo ID, oppure non si è autorizzati a vederlo.',
  'is needed if there is a line3': 'è necessario se è indicato line3',
  'must be a known code, like {code}': 'deve essere un codice noto, ad esempio {code}',
  'must be a subdivision of the country': 'deve essere una suddivisione del paese',
  'must be 64 hexadecimal digits': 'deve avere 64 cifre esadecimali',
  'There is no contact with this id, or the caller may not see it.':
    'Non esiste alcun contatto con questo ID, oppure non si è autorizzati a vederlo.',
  'must be pairs of latitude and longitude, like 48.2084,16.3731;47.0707,15.4395':
    'deve essere composto da coppie di latitudine e longitudine, ad esempio 48.2084,16.3731;47.0707,15.4395',
  'must have 2 to 25 positions': 'deve avere da 2 a 25 posizioni',
  'must have latitudes of -90 to 90 and longitudes of -180 to 180 degrees':
    'deve avere latitudini da -90 a 90 gradi e longitudini da -180 a 180 gradi',
  'The API key does not reach contacts with this context key. Create one that names it among its `contextKeys`.':
    'La chiave API non ha accesso ai contatti con questa chiave di contesto. Crearne una che la indichi in `contextKeys`.',
  'There is a contact already.': 'Esiste già un contatto.',
  'This external key is already taken.': 'Questa chiave esterna è già in uso.',
  'must be a URL with http or https': 'deve essere un URL con http o https',
  'must be a locale of the reference data, like en-US':
    'deve essere una lingua regionale dei dati di riferimento, ad esempio en-US',
  'must be a telephone number with its country code, or one of the location’s country':
    'deve essere un numero di telefono con prefisso internazionale, oppure un numero del paese del luogo',
  'must be at most 100 with the ids': 'devono essere al massimo 100 insieme agli ID',
  'must not be in the future': 'non deve essere nel futuro',
  'must not be zero': 'non deve essere zero',
  'must not come with location': 'non deve essere indicato insieme a location',
};
