/** Accounts, sign-in and sessions. */
export const identity = {
  'There is no session with this id, or the caller may not see it.':
    'No existe ninguna sesión con este identificador, o usted no tiene permiso para verla.',
  'There is no user with this id, or the caller may not see it.':
    'No existe ningún usuario con este identificador, o usted no tiene permiso para verlo.',
  'There is no account with this name and password, or its address is not verified.':
    'No existe ninguna cuenta con este nombre y esta contraseña, o su dirección no está verificada.',
  'This is not the password of the account.': 'Esta no es la contraseña de la cuenta.',
  'The code of the authenticator, or the backup code, is wrong.':
    'El código del autenticador o el código de recuperación es incorrecto.',
  'The code of the authenticator was used before. Wait for the next one.':
    'El código del autenticador ya se ha utilizado. Espere al siguiente.',
  'The challenge has ended: it was used, is too old, or had too many wrong codes. Sign in again.':
    'La verificación ha terminado: ya se utilizó, es demasiado antigua o recibió demasiados códigos incorrectos. Inicie sesión de nuevo.',
  'The link is not valid, or not valid any more. Request a new one.':
    'El enlace no es válido o ya no lo es. Solicite uno nuevo.',
  'The link is too old. Request a new one.': 'El enlace es demasiado antiguo. Solicite uno nuevo.',
  'The address is verified already. Sign in.': 'La dirección ya está verificada. Inicie sesión.',
  'The new password is missing or not acceptable: `mistake` has the reason.':
    'La contraseña nueva falta o no es aceptable: `mistake` indica el motivo.',
  'Too many failed attempts: wrong passwords, codes or links. Wait for the seconds in `Retry-After`.':
    'Demasiados intentos fallidos: contraseñas, códigos o enlaces incorrectos. Espere los segundos que indica `Retry-After`.',
  'This username is already taken.': 'Este nombre de usuario ya está en uso.',
  'The account has no second factor.': 'La cuenta no tiene segundo factor.',
  'The account has a second factor already. Remove it first.':
    'La cuenta ya tiene un segundo factor. Elimínelo primero.',
  'The session emulates another organization. Stop that before acting as a user.':
    'La sesión emula otra organización. Finalícelo antes de actuar como un usuario.',
  'The session emulates an organization already.': 'La sesión ya emula una organización.',
  'The session does not emulate an organization.': 'La sesión no emula ninguna organización.',
  'The session does not act as another user.': 'La sesión no actúa como otro usuario.',
  'A user cannot act as themselves.': 'Un usuario no puede actuar como sí mismo.',
  'A member of an organization of type `Admin` cannot be impersonated.':
    'No se puede actuar como un miembro de una organización de tipo `Admin`.',
  'The organization has not consented, or its consent has ended.':
    'La organización no ha dado su consentimiento, o este ha finalizado.',
  'The organization has a consent that has not ended.': 'La organización tiene un consentimiento que no ha finalizado.',
  'The consent has ended.': 'El consentimiento ha finalizado.',
  'This organization never had a consent.': 'Esta organización nunca ha tenido un consentimiento.',
  'The end is too far in the future.': 'La fecha de fin está demasiado lejos en el futuro.',
  'give either a code or a backup code': 'indique un código o un código de recuperación, no ambos',
  'give either an e-mail address or a username':
    'indique una dirección de correo electrónico o un nombre de usuario, no ambos',
  'is required in a browser that did not sign up': 'es obligatorio en un navegador distinto del usado para registrarse',
  'must be as we gave it': 'debe enviarse tal como se recibió',
  'must have six digits': 'debe tener seis dígitos',
  'must be one of the codes': 'debe ser uno de los códigos',
  'must have 3 to 30 letters, digits, dots and underscores':
    'debe tener de 3 a 30 letras, dígitos, puntos y guiones bajos',
  'must be a language like en or en-US': 'debe ser un idioma, como en o en-US',
  'must not be empty': 'no debe estar vacío',
  'must be well-formed text': 'debe ser texto válido',
  'must not be digits only': 'no debe contener solo dígitos',
  'must not look like a date': 'no debe parecer una fecha',
  'is one of the most common passwords': 'es una de las contraseñas más comunes',
  'is known from a leak': 'aparece en una filtración de datos',
};
