/** Accounts, sign-in and sessions. */
export const identity = {
  'There is no session with this id, or the caller may not see it.':
    'Es gibt keine Sitzung mit dieser ID, oder Sie dürfen sie nicht sehen.',
  'There is no user with this id, or the caller may not see it.':
    'Es gibt keinen Benutzer mit dieser ID, oder Sie dürfen ihn nicht sehen.',
  'There is no account with this name and password, or its address is not verified.':
    'Es gibt kein Konto mit diesem Namen und Passwort, oder seine Adresse ist nicht bestätigt.',
  'This is not the password of the account.': 'Das ist nicht das Passwort des Kontos.',
  'The code of the authenticator, or the backup code, is wrong.':
    'Der Code der Authenticator-App oder der Backup-Code ist falsch.',
  'The code of the authenticator was used before. Wait for the next one.':
    'Der Code der Authenticator-App wurde bereits verwendet. Warten Sie auf den nächsten.',
  'The challenge has ended: it was used, is too old, or had too many wrong codes. Sign in again.':
    'Die Abfrage ist beendet: Sie wurde bereits verwendet, ist zu alt oder erhielt zu viele falsche Codes. Melden Sie sich erneut an.',
  'The link is not valid, or not valid any more. Request a new one.':
    'Der Link ist ungültig oder nicht mehr gültig. Fordern Sie einen neuen an.',
  'The link is too old. Request a new one.': 'Der Link ist zu alt. Fordern Sie einen neuen an.',
  'The address is verified already. Sign in.': 'Die Adresse ist bereits bestätigt. Melden Sie sich an.',
  'The new password is missing or not acceptable: `mistake` has the reason.':
    'Das neue Passwort fehlt oder ist nicht zulässig: `mistake` nennt den Grund.',
  'Too many failed attempts: wrong passwords, codes or links. Wait for the seconds in `Retry-After`.':
    'Zu viele Fehlversuche: falsche Passwörter, Codes oder Links. Warten Sie so viele Sekunden, wie `Retry-After` angibt.',
  'This username is already taken.': 'Dieser Benutzername ist bereits vergeben.',
  'The account has no second factor.': 'Das Konto hat keinen zweiten Faktor.',
  'The account has a second factor already. Remove it first.':
    'Das Konto hat bereits einen zweiten Faktor. Entfernen Sie diesen zuerst.',
  'The session emulates another organization. Stop that before acting as a user.':
    'Die Sitzung emuliert eine andere Organisation. Beenden Sie das, bevor Sie im Namen eines Benutzers handeln.',
  'The session emulates an organization already.': 'Die Sitzung emuliert bereits eine Organisation.',
  'The session does not emulate an organization.': 'Die Sitzung emuliert keine Organisation.',
  'The session does not act as another user.': 'Die Sitzung handelt nicht im Namen eines anderen Benutzers.',
  'A user cannot act as themselves.': 'Benutzer können nicht im eigenen Namen stellvertretend handeln.',
  'A member of an organization of type `Admin` cannot be impersonated.':
    'Im Namen eines Mitglieds einer Organisation des Typs `Admin` kann nicht gehandelt werden.',
  'The organization has not consented, or its consent has ended.':
    'Die Organisation hat nicht zugestimmt, oder ihre Zustimmung ist beendet.',
  'The organization has a consent that has not ended.':
    'Die Organisation hat eine Zustimmung, die noch nicht beendet ist.',
  'The consent has ended.': 'Die Zustimmung ist beendet.',
  'This organization never had a consent.': 'Für diese Organisation gab es nie eine Zustimmung.',
  'The end is too far in the future.': 'Das Ende liegt zu weit in der Zukunft.',
  'give either a code or a backup code': 'geben Sie entweder einen Code oder einen Backup-Code an',
  'give either an e-mail address or a username': 'geben Sie entweder eine E-Mail-Adresse oder einen Benutzernamen an',
  'is required in a browser that did not sign up':
    'ist in einem Browser erforderlich, in dem die Registrierung nicht erfolgt ist',
  'must be as we gave it': 'muss unverändert so angegeben werden, wie Sie es erhalten haben',
  'must have six digits': 'muss aus sechs Ziffern bestehen',
  'must be one of the codes': 'muss einer der Codes sein',
  'must have 3 to 30 letters, digits, dots and underscores':
    'muss aus 3 bis 30 Buchstaben, Ziffern, Punkten und Unterstrichen bestehen',
  'must be a language like en or en-US': 'muss eine Sprache wie en oder en-US sein',
  'must not be empty': 'darf nicht leer sein',
  'must be well-formed text': 'muss gültiger Text sein',
  'must not be digits only': 'darf nicht nur aus Ziffern bestehen',
  'must not look like a date': 'darf nicht wie ein Datum aussehen',
  'is one of the most common passwords': 'ist eines der häufigsten Passwörter',
  'is known from a leak': 'ist aus einem Datenleck bekannt',
};
