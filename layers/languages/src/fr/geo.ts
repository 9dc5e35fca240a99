/** Places and reference data. */
export const geo = {
  'There is no reference entry with this id, or the caller may not see it.':
    'Aucune entrée de référence ne porte cet identifiant, ou vous n’êtes pas autorisé à la voir.',
  'must be the alpha-2 code of a country, like AT': 'doit être le code alpha-2 d’un pays, par exemple AT',
  'There is no location with this id, or the caller may not see it.':
    'Aucun lieu ne porte cet identifiant, ou vous n’êtes pas autorisé à le voir.',
  'is needed if there is a line3': 'est nécessaire si line3 est indiqué',
  'must be a known code, like {code}': 'doit être un code connu, par exemple {code}',
  'must be a subdivision of the country': 'doit être une subdivision du pays',
  'must be 64 hexadecimal digits': 'doit comporter 64 chiffres hexadécimaux',
  'There is no contact with this id, or the caller may not see it.':
    'Aucun contact ne porte cet identifiant, ou vous n’êtes pas autorisé à le voir.',
  'must be pairs of latitude and longitude, like 48.2084,16.3731;47.0707,15.4395':
    'doit être une suite de paires de latitude et de longitude, par exemple 48.2084,16.3731;47.0707,15.4395',
  'must have 2 to 25 positions': 'doit comporter de 2 à 25 positions',
  'must have latitudes of -90 to 90 and longitudes of -180 to 180 degrees':
    'doit avoir des latitudes de -90 à 90 degrés et des longitudes de -180 à 180 degrés',
};
