/** Problems of access: callers, roles, sessions. */
export const access = {
  'The request has no token, key or session, or one that is not valid or has expired.':
    'La solicitud no incluye ningún token, clave ni sesión, o el que incluye no es válido o ha caducado.',
  'The token or session was issued to a browser with another `User-Agent` or `Accept`. Sign in again.':
    'El token o la sesión se emitió para un navegador con otro `User-Agent` u otro `Accept`. Inicie sesión de nuevo.',
  'The user has no active organization. Create one, accept an invitation or switch to one, and get a new token.':
    'El usuario no tiene ninguna organización activa. Cree una, acepte una invitación o cambie a una, y obtenga un token nuevo.',
  'The operation needs a higher role in the organization.': 'La operación requiere un rol superior en la organización.',
  'The API key is restricted to other paths.': 'La clave de API está limitada a otras rutas.',
  'Staff that emulates a customer’s organization may read there but not change anything.':
    'El personal que emula la organización de un cliente puede consultar sus datos, pero no modificar nada.',
  'The caller is not a member of the organization (any more), or uses an API key that was revoked.':
    'Usted no es miembro de la organización (o ya no lo es), o utiliza una clave de API revocada.',
  'The operation is not allowed for organizations of this type.':
    'La operación no está permitida para organizaciones de este tipo.',
  'This is not allowed while impersonating: it would grant lasting access or change the user’s account.':
    'No está permitido mientras se actúa como otro usuario: concedería un acceso duradero o modificaría su cuenta.',
  'A browser sent the session cookie from a page of another site. Send JSON, or `X-Requested-With`, from a page of Waybill.':
    'Un navegador envió la cookie de sesión desde una página de otro sitio. Envíe JSON o `X-Requested-With` desde una página de Waybill.',
  'The session emulates a customer’s organization, which is read-only. End the emulation first.':
    'La sesión emula la organización de un cliente, que es de solo lectura. Finalice primero la emulación.',
  'The session acted as another user and is no longer allowed to. It has ended.':
    'La sesión actuaba como otro usuario y ya no tiene permiso para hacerlo. Ha finalizado.',
  'This operation needs an account with a second factor. Enable one first.':
    'Esta operación requiere una cuenta con segundo factor. Active uno primero.',
  'The end lies in the past.': 'La fecha de fin está en el pasado.',
};
