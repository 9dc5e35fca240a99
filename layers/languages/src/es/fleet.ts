/** Drivers and vehicles. */
export const fleet = {
  'There is no driver with this id, or the caller may not see it.':
    'No existe ningún conductor con este identificador, o usted no tiene permiso para verlo.',
  'There is no vehicle with this id, or the caller may not see it.':
    'No existe ningún vehículo con este identificador, o usted no tiene permiso para verlo.',
  'The driver is retired. This is final.': 'El conductor está dado de baja. Es definitivo.',
  'The vehicle is retired. This is final.': 'El vehículo está dado de baja. Es definitivo.',
  'Deliveries have the driver booked. Finish them or assign another driver first.':
    'El conductor está reservado para entregas. Finalícelas o asigne antes otro conductor.',
  'Deliveries have the vehicle booked. Finish them or assign another vehicle first.':
    'El vehículo está reservado para entregas. Finalícelas o asigne antes otro vehículo.',
  'This licence is already taken.': 'Este permiso de conducir ya está registrado.',
  'This registration is already taken.': 'Esta matrícula ya está registrada.',
  'must have a letter or a digit': 'debe contener una letra o un dígito',
  'must be a number in E.164, like +4915112345678': 'debe ser un número en formato E.164, como +4915112345678',
  'must come with freeFrom, and be after it': 'debe indicarse junto con freeFrom y ser posterior',
};
