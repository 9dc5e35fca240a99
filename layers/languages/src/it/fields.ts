/** What is wrong with a field, in any context. */
export const fields = {
  'is not a known parameter': 'non è un parametro noto',
  'is not a known field': 'non è un campo noto',
  'must be a JSON object': 'deve essere un oggetto JSON',
  'is given twice': 'è indicato due volte',
  'must be 1 to 255 visible ASCII characters': 'deve essere composto da 1 a 255 caratteri ASCII visibili',
  'must be an ETag from a response, such as "3"': 'deve essere un ETag di una risposta, ad esempio "3"',
  'does not belong to this question': 'non corrisponde a questa richiesta',
  'must not contain control characters': 'non deve contenere caratteri di controllo',
  'must not be blank': 'non deve essere vuoto',
  'must have at least {min} characters': 'deve avere almeno {min} caratteri',
  'must have at most {max} characters': 'deve avere al massimo {max} caratteri',
  'must lie in the years 1 to 9999': 'deve essere compreso tra gli anni 1 e 9999',
  'must be an ISO-8601 time with an offset, like 2026-05-04T08:30:00Z':
    'deve essere una data e ora ISO 8601 con fuso orario, ad esempio 2026-05-04T08:30:00Z',
  'must be a whole number': 'deve essere un numero intero',
  'must be a whole number from {min} to {max}': 'deve essere un numero intero da {min} a {max}',
  'must be after {field}': 'deve essere successivo a {field}',
  'must not be after {time}': 'non deve essere successivo a {time}',
  'must change something': 'deve modificare qualcosa',
  'must be an e-mail address': 'deve essere un indirizzo e-mail',
  'must not contain links, markup or invisible characters': 'non deve contenere link, markup o caratteri invisibili',
};
