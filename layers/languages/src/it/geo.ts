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
};
