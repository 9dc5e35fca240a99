/** Places and reference data. */
export const geo = {
  'There is no reference entry with this id, or the caller may not see it.':
    'No existe ninguna entrada de referencia con este identificador, o usted no tiene permiso para verla.',
  'must be the alpha-2 code of a country, like AT': 'debe ser el código alfa-2 de un país, como AT',
  'There is no location with this id, or the caller may not see it.':
    'No existe ninguna ubicación con este identificador, o usted no tiene permiso para verla.',
  'is needed if there is a line3': 'es necesario si se indica line3',
  'must be a known code, like {code}': 'debe ser un código conocido, como {code}',
  'must be a subdivision of the country': 'debe ser una subdivisión del país',
  'must be 64 hexadecimal digits': 'debe tener 64 dígitos hexadecimales',
  'There is no contact with this id, or the caller may not see it.':
    'No existe ningún contacto con este identificador, o usted no tiene permiso para verlo.',
  'must be pairs of latitude and longitude, like 48.2084,16.3731;47.0707,15.4395':
    'debe estar formado por pares de latitud y longitud, como 48.2084,16.3731;47.0707,15.4395',
  'must have 2 to 25 positions': 'debe tener de 2 a 25 posiciones',
  'must have latitudes of -90 to 90 and longitudes of -180 to 180 degrees':
    'debe tener latitudes de -90 a 90 grados y longitudes de -180 a 180 grados',
  'The API key does not reach contacts with this context key. Create one that names it among its `contextKeys`.':
    'La clave de API no tiene acceso a los contactos con esta clave de contexto. Cree una que la incluya en `contextKeys`.',
  'There is a contact already.': 'Ya existe un contacto.',
  'This external key is already taken.': 'Esta clave externa ya está en uso.',
  'must be a URL with http or https': 'debe ser una URL con http o https',
  'must be a locale of the reference data, like en-US':
    'debe ser una configuración regional de los datos de referencia, como en-US',
  'must be a telephone number with its country code, or one of the location’s country':
    'debe ser un número de teléfono con prefijo internacional, o uno del país de la ubicación',
  'must be at most 100 with the ids': 'deben ser 100 como máximo junto con los identificadores',
  'must not be in the future': 'no debe estar en el futuro',
  'must not be zero': 'no debe ser cero',
  'must not come with location': 'no debe indicarse junto con location',
};
