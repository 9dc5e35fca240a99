/** Organizations, members and API keys. */
export const organizations = {
  'There is no organization with this id, or the caller may not see it.':
    'No existe ninguna organización con este identificador, o usted no tiene permiso para verla.',
  'There is an organization already.': 'Ya existe una organización.',
  'Organizations of this type are created by an owner of an organization of type `Admin`, while it is active in the session.':
    'Las organizaciones de este tipo las crea un propietario de una organización de tipo `Admin` mientras esta está activa en la sesión.',
  'This slug is already taken.': 'Este identificador corto ya está en uso.',
  'No member of the organization has this user id.':
    'Ningún miembro de la organización tiene este identificador de usuario.',
  'The person is a member of the organization already.': 'La persona ya es miembro de la organización.',
  'The organization has the maximum number of members.': 'La organización ya tiene el número máximo de miembros.',
  'The organization would have no owner. Make another member an owner first.':
    'La organización se quedaría sin propietario. Nombre antes propietario a otro miembro.',
  'Members are invited to roles below the caller’s own, and officers change such roles only.':
    'Solo puede invitar a roles inferiores al suyo, y un officer solo puede cambiar esos roles.',
  'Verify the e-mail address of the account first.':
    'Verifique primero la dirección de correo electrónico de la cuenta.',
  'There is no invitation with this id, or the caller may not see it.':
    'No existe ninguna invitación con este identificador, o usted no tiene permiso para verla.',
  'The invitation has expired. Ask for another one.': 'La invitación ha caducado. Pida otra.',
  'The invitation was accepted, declined or cancelled.': 'La invitación ya se aceptó, se rechazó o se canceló.',
  'The address has a pending invitation already.': 'La dirección ya tiene una invitación pendiente.',
  'The organization has the maximum number of pending invitations. Cancel some first.':
    'La organización ya tiene el número máximo de invitaciones pendientes. Cancele antes algunas.',
  'There is no API key with this id, or the caller may not see it.':
    'No existe ninguna clave de API con este identificador, o usted no tiene permiso para verla.',
  'The key is revoked, which is final.': 'La clave está revocada, lo cual es definitivo.',
  'The key has expired. Create a new one.': 'La clave ha caducado. Cree una nueva.',
  'The caller knows the secrets of the maximum number of valid keys. Revoke some first.':
    'Usted ya conoce los secretos del número máximo de claves válidas. Revoque antes algunas.',
  'The role of the key is higher than the caller’s.': 'El rol de la clave es superior al suyo.',
  'API keys cannot create or rotate keys. Only members can.':
    'Las claves de API no pueden crear ni rotar claves. Solo pueden hacerlo los miembros.',
  'must be a path like /deliveries, or all below one like /deliveries/*':
    'debe ser una ruta como /deliveries, o todo lo que cuelga de una, como /deliveries/*',
  'must not have . or .. in it': 'no debe incluir . ni .. como segmentos',
  'must have 2 to 48 letters and digits, with single dashes between':
    'debe tener de 2 a 48 letras y dígitos, con guiones simples intercalados',
  'Only an owner of an organization of type `Admin` may create, rotate or revoke a trusted key.':
    'Solo un propietario de una organización de tipo `Admin` puede crear, rotar o revocar una clave de confianza.',
};
