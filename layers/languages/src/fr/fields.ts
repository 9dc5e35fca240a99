/** What is wrong with a field, in any context. */
export const fields = {
  'is not a known parameter': 'n’est pas un paramètre connu',
  'is not a known field': 'n’est pas un champ connu',
  'must be a JSON object': 'doit être un objet JSON',
  'is given twice': 'est indiqué deux fois',
  'must be 1 to 255 visible ASCII characters': 'doit comporter de 1 à 255 caractères ASCII visibles',
  'must be an ETag from a response, such as "3"': 'doit être un ETag issu d’une réponse, par exemple "3"',
  'does not belong to this question': 'ne correspond pas à cette requête',
  'must not contain control characters': 'ne doit pas contenir de caractères de contrôle',
  'must not be blank': 'ne doit pas être vide',
  'must have at least {min} characters': 'doit comporter au moins {min} caractères',
  'must have at most {max} characters': 'doit comporter au plus {max} caractères',
  'must lie in the years 1 to 9999': 'doit se situer entre les années 1 et 9999',
  'must be an ISO-8601 time with an offset, like 2026-05-04T08:30:00Z':
    'doit être une date et heure ISO 8601 avec décalage, par exemple 2026-05-04T08:30:00Z',
  'must be a whole number': 'doit être un nombre entier',
  'must be a whole number from {min} to {max}': 'doit être un nombre entier de {min} à {max}',
  'must be after {field}': 'doit être postérieur à {field}',
  'must not be after {time}': 'ne doit pas être postérieur à {time}',
  'must change something': 'doit modifier quelque chose',
  'must be an e-mail address': 'doit être une adresse e-mail',
  'must not contain links, markup or invisible characters':
    'ne doit contenir ni liens, ni balises, ni caractères invisibles',
  'must be a time of day from 00:00 to 23:59': 'doit être une heure entre 00:00 et 23:59',
  'must be a language tag like de-AT': 'doit être une balise de langue, comme de-AT',
  'must be a time zone like Europe/Vienna': 'doit être un fuseau horaire, comme Europe/Vienna',
  'must differ from `from`': 'doit être différent de `from`',
};
