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
  'The API key does not reach contacts with this context key. Create one that names it among its `contextKeys`.':
    'La clé d’API n’a pas accès aux contacts portant cette clé de contexte. Créez-en une qui la mentionne dans `contextKeys`.',
  'There is a contact already.': 'Il existe déjà un contact.',
  'This external key is already taken.': 'Cette clé externe est déjà prise.',
  'must be a URL with http or https': 'doit être une URL en http ou https',
  'must be a locale of the reference data, like en-US':
    'doit être un paramètre régional des données de référence, par exemple en-US',
  'must be a telephone number with its country code, or one of the location’s country':
    'doit être un numéro de téléphone avec son indicatif de pays, ou un numéro du pays du lieu',
  'must be at most 100 with the ids': 'doivent être au plus 100 avec les identifiants',
  'must not be in the future': 'ne doit pas être dans le futur',
  'must not be zero': 'ne doit pas être nul',
  'must not come with location': 'ne doit pas accompagner location',
};
