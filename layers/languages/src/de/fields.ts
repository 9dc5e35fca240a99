/** What is wrong with a field, in any context. */
export const fields = {
  'is not a known parameter': 'ist kein bekannter Parameter',
  'is not a known field': 'ist kein bekanntes Feld',
  'must be a JSON object': 'muss ein JSON-Objekt sein',
  'is given twice': 'ist doppelt angegeben',
  'must be 1 to 255 visible ASCII characters': 'muss aus 1 bis 255 sichtbaren ASCII-Zeichen bestehen',
  'must be an ETag from a response, such as "3"': 'muss ein ETag aus einer Antwort sein, etwa "3"',
  'does not belong to this question': 'gehört nicht zu dieser Abfrage',
  'must not contain control characters': 'darf keine Steuerzeichen enthalten',
  'must not be blank': 'darf nicht leer sein',
  'must have at least {min} characters': 'muss mindestens {min} Zeichen haben',
  'must have at most {max} characters': 'darf höchstens {max} Zeichen haben',
  'must lie in the years 1 to 9999': 'muss in den Jahren 1 bis 9999 liegen',
  'must be an ISO-8601 time with an offset, like 2026-05-04T08:30:00Z':
    'muss ein Zeitpunkt nach ISO 8601 mit Zeitzone sein, etwa 2026-05-04T08:30:00Z',
  'must be a whole number': 'muss eine ganze Zahl sein',
  'must be a whole number from {min} to {max}': 'muss eine ganze Zahl von {min} bis {max} sein',
  'must be after {field}': 'muss nach {field} liegen',
  'must not be after {time}': 'darf nicht nach {time} liegen',
  'must change something': 'muss etwas ändern',
  'must be an e-mail address': 'muss eine E-Mail-Adresse sein',
  'must not contain links, markup or invisible characters':
    'darf keine Links, kein Markup und keine unsichtbaren Zeichen enthalten',
  'must be a time of day from 00:00 to 23:59': 'muss eine Uhrzeit von 00:00 bis 23:59 sein',
  'must be a language tag like de-AT': 'muss ein Sprachkürzel sein, etwa de-AT',
  'must be a time zone like Europe/Vienna': 'muss eine Zeitzone sein, etwa Europe/Vienna',
  'must differ from `from`': 'muss sich von `from` unterscheiden',
};
