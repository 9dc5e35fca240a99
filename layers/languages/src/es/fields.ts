/** What is wrong with a field, in any context. */
export const fields = {
  'is not a known parameter': 'no es un parámetro conocido',
  'is not a known field': 'no es un campo conocido',
  'must be a JSON object': 'debe ser un objeto JSON',
  'is given twice': 'aparece dos veces',
  'must be 1 to 255 visible ASCII characters': 'debe tener de 1 a 255 caracteres ASCII visibles',
  'must be an ETag from a response, such as "3"': 'debe ser un ETag de una respuesta, como "3"',
  'does not belong to this question': 'no corresponde a esta consulta',
  'must not contain control characters': 'no debe contener caracteres de control',
  'must not be blank': 'no debe estar en blanco',
  'must have at least {min} characters': 'debe tener al menos {min} caracteres',
  'must have at most {max} characters': 'debe tener como máximo {max} caracteres',
  'must lie in the years 1 to 9999': 'debe estar entre los años 1 y 9999',
  'must be an ISO-8601 time with an offset, like 2026-05-04T08:30:00Z':
    'debe ser una fecha y hora ISO 8601 con desfase horario, como 2026-05-04T08:30:00Z',
  'must be a whole number': 'debe ser un número entero',
  'must be a whole number from {min} to {max}': 'debe ser un número entero de {min} a {max}',
  'must be after {field}': 'debe ser posterior a {field}',
  'must not be after {time}': 'no debe ser posterior a {time}',
  'must change something': 'debe cambiar algo',
  'must be an e-mail address': 'debe ser una dirección de correo electrónico',
  'must not contain links, markup or invisible characters':
    'no debe contener enlaces, marcado ni caracteres invisibles',
  'must be a time of day from 00:00 to 23:59': 'debe ser una hora de 00:00 a 23:59',
  'must be a language tag like de-AT': 'debe ser una etiqueta de idioma, como de-AT',
  'must be a time zone like Europe/Vienna': 'debe ser una zona horaria, como Europe/Vienna',
  'must differ from `from`': 'debe ser distinto de `from`',
};
