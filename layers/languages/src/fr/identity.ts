/** Accounts, sign-in and sessions. */
export const identity = {
  'There is no session with this id, or the caller may not see it.':
    'Aucune session ne porte cet identifiant, ou vous n’êtes pas autorisé à la voir.',
  'There is no user with this id, or the caller may not see it.':
    'Aucun utilisateur ne porte cet identifiant, ou vous n’êtes pas autorisé à le voir.',
  'There is no account with this name and password, or its address is not verified.':
    'Aucun compte ne correspond à ce nom et à ce mot de passe, ou son adresse n’est pas vérifiée.',
  'This is not the password of the account.': 'Ce n’est pas le mot de passe du compte.',
  'The code of the authenticator, or the backup code, is wrong.':
    'Le code de l’application d’authentification, ou le code de secours, est incorrect.',
  'The code of the authenticator was used before. Wait for the next one.':
    'Le code de l’application d’authentification a déjà été utilisé. Attendez le suivant.',
  'The challenge has ended: it was used, is too old, or had too many wrong codes. Sign in again.':
    'La vérification est terminée : elle a déjà servi, est trop ancienne ou a reçu trop de codes incorrects. Reconnectez-vous.',
  'The link is not valid, or not valid any more. Request a new one.':
    'Le lien n’est pas valide, ou ne l’est plus. Demandez-en un nouveau.',
  'The link is too old. Request a new one.': 'Le lien est trop ancien. Demandez-en un nouveau.',
  'The address is verified already. Sign in.': 'L’adresse est déjà vérifiée. Connectez-vous.',
  'The new password is missing or not acceptable: `mistake` has the reason.':
    'Le nouveau mot de passe manque ou n’est pas acceptable : `mistake` en donne la raison.',
  'Too many failed attempts: wrong passwords, codes or links. Wait for the seconds in `Retry-After`.':
    'Trop de tentatives infructueuses : mots de passe, codes ou liens incorrects. Attendez le nombre de secondes indiqué dans `Retry-After`.',
  'This username is already taken.': 'Ce nom d’utilisateur est déjà pris.',
  'The account has no second factor.': 'Le compte n’a pas de second facteur.',
  'The account has a second factor already. Remove it first.':
    'Le compte a déjà un second facteur. Supprimez-le d’abord.',
  'The session emulates another organization. Stop that before acting as a user.':
    'La session émule une autre organisation. Mettez-y fin avant d’agir au nom d’un utilisateur.',
  'The session emulates an organization already.': 'La session émule déjà une organisation.',
  'The session does not emulate an organization.': 'La session n’émule aucune organisation.',
  'The session does not act as another user.': 'La session n’agit pas au nom d’un autre utilisateur.',
  'A user cannot act as themselves.': 'Un utilisateur ne peut pas agir en son propre nom par ce moyen.',
  'A member of an organization of type `Admin` cannot be impersonated.':
    'Il n’est pas possible d’agir au nom d’un membre d’une organisation de type `Admin`.',
  'The organization has not consented, or its consent has ended.':
    'L’organisation n’a pas donné son consentement, ou celui-ci a pris fin.',
  'The organization has a consent that has not ended.': 'L’organisation a un consentement qui n’a pas pris fin.',
  'The consent has ended.': 'Le consentement a pris fin.',
  'This organization never had a consent.': 'Cette organisation n’a jamais eu de consentement.',
  'The end is too far in the future.': 'La fin est trop éloignée dans le futur.',
  'give either a code or a backup code': 'indiquez soit un code, soit un code de secours',
  'give either an e-mail address or a username': 'indiquez soit une adresse e-mail, soit un nom d’utilisateur',
  'is required in a browser that did not sign up':
    'est obligatoire dans un navigateur autre que celui de l’inscription',
  'must be as we gave it': 'doit être transmis tel que reçu',
  'must have six digits': 'doit comporter six chiffres',
  'must be one of the codes': 'doit être l’un des codes',
  'must have 3 to 30 letters, digits, dots and underscores':
    'doit comporter de 3 à 30 lettres, chiffres, points et tirets bas',
  'must be a language like en or en-US': 'doit être une langue, par exemple en ou en-US',
  'must not be empty': 'ne doit pas être vide',
  'must be well-formed text': 'doit être un texte valide',
  'must not be digits only': 'ne doit pas contenir uniquement des chiffres',
  'must not look like a date': 'ne doit pas ressembler à une date',
  'is one of the most common passwords': 'fait partie des mots de passe les plus courants',
  'is known from a leak': 'figure dans une fuite de données',
};
