/** Notifications and their recipients. */
export const comms = {
  'There is no notification with this id, or the caller may not see it.':
    'No existe ninguna notificación con este identificador, o usted no tiene permiso para verla.',
  'There is no member with this id, or the caller may not see it.':
    'No existe ningún miembro con este identificador, o usted no tiene permiso para verlo.',
  'There is no webhook with this id, or the caller may not see it.':
    'No existe ningún webhook con este identificador, o usted no tiene permiso para verlo.',
  'There is no webhook delivery with this id, or the caller may not see it.':
    'No existe ningún envío de webhook con este identificador, o usted no tiene permiso para verlo.',
  'There is a webhook already.': 'Ya existe un webhook.',
  'API keys cannot create webhooks, change them, or rotate their secrets. Only members can.':
    'Las claves de API no pueden crear ni modificar webhooks, ni rotar sus secretos. Solo pueden hacerlo los miembros.',
  'The organization has the maximum number of webhooks. Delete one first.':
    'La organización ya tiene el número máximo de webhooks. Elimine antes uno.',
  'The link to unsubscribe is not complete, or not from a message of this system.':
    'El enlace para cancelar la suscripción está incompleto o no procede de un mensaje de este sistema.',
  'The webhook is disabled. Enable it first.': 'El webhook está desactivado. Actívelo primero.',
  'Amazon SNS did not answer. Send the message again.': 'Amazon SNS no ha respondido. Envíe el mensaje de nuevo.',
  'There is no such message yet. Send the event again.': 'Ese mensaje todavía no existe. Envíe el evento de nuevo.',
  'The request has no valid signature of the provider, or it is too old.':
    'La solicitud no tiene una firma válida del proveedor o es demasiado antigua.',
  'must be an https URL of a public server, on port 443 or 8443, without a user name, a password or a fragment':
    'debe ser una URL https de un servidor público, en el puerto 443 u 8443, sin nombre de usuario, contraseña ni fragmento',
  'must have either userId or contactId': 'debe contener userId o contactId, uno de los dos',
};
