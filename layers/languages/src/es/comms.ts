/** Notifications and their recipients. */
export const comms = {
  'There is no notification with this id, or the caller may not see it.':
    'No existe ninguna notificación con este identificador, o usted no tiene permiso para verla.',
  'There is no member with this id, or the caller may not see it.':
    'No existe ningún miembro con este identificador, o usted no tiene permiso para verlo.',
};
