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
};
