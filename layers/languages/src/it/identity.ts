/** Accounts, sign-in and sessions. */
export const identity = {
  'There is no session with this id, or the caller may not see it.':
    'Non esiste alcuna sessione con questo ID, oppure non si è autorizzati a vederla.',
  'There is no user with this id, or the caller may not see it.':
    'Non esiste alcun utente con questo ID, oppure non si è autorizzati a vederlo.',
  'There is no account with this name and password, or its address is not verified.':
    'Non esiste alcun account con questo nome e questa password, oppure il suo indirizzo non è verificato.',
  'This is not the password of the account.': 'Questa non è la password dell’account.',
  'The code of the authenticator, or the backup code, is wrong.':
    'Il codice dell’app di autenticazione o il codice di backup è errato.',
  'The code of the authenticator was used before. Wait for the next one.':
    'Il codice dell’app di autenticazione è già stato usato. Attendere il successivo.',
  'The challenge has ended: it was used, is too old, or had too many wrong codes. Sign in again.':
    'La verifica è terminata: è già stata usata, è troppo vecchia o ha ricevuto troppi codici errati. Accedere di nuovo.',
  'The link is not valid, or not valid any more. Request a new one.':
    'Il link non è valido o non lo è più. Richiederne uno nuovo.',
  'The link is too old. Request a new one.': 'Il link è troppo vecchio. Richiederne uno nuovo.',
  'The address is verified already. Sign in.': 'L’indirizzo è già verificato. Accedere.',
  'The new password is missing or not acceptable: `mistake` has the reason.':
    'La nuova password manca o non è accettabile: `mistake` indica il motivo.',
  'Too many failed attempts: wrong passwords, codes or links. Wait for the seconds in `Retry-After`.':
    'Troppi tentativi falliti: password, codici o link errati. Attendere i secondi indicati in `Retry-After`.',
  'This username is already taken.': 'Questo nome utente è già in uso.',
  'The account has no second factor.': 'L’account non ha un secondo fattore.',
  'The account has a second factor already. Remove it first.': 'L’account ha già un secondo fattore. Rimuoverlo prima.',
  'The session emulates another organization. Stop that before acting as a user.':
    'La sessione emula un’altra organizzazione. Terminare l’emulazione prima di agire come un utente.',
  'The session emulates an organization already.': 'La sessione emula già un’organizzazione.',
  'The session does not emulate an organization.': 'La sessione non emula alcuna organizzazione.',
  'The session does not act as another user.': 'La sessione non agisce come un altro utente.',
  'A user cannot act as themselves.': 'Un utente non può agire come sé stesso.',
  'A member of an organization of type `Admin` cannot be impersonated.':
    'Non è possibile agire come un membro di un’organizzazione di tipo `Admin`.',
  'The organization has not consented, or its consent has ended.':
    'L’organizzazione non ha dato il consenso, oppure il consenso è terminato.',
  'The organization has a consent that has not ended.': 'L’organizzazione ha un consenso non ancora terminato.',
  'The consent has ended.': 'Il consenso è terminato.',
  'This organization never had a consent.': 'Questa organizzazione non ha mai avuto un consenso.',
  'The end is too far in the future.': 'La fine è troppo lontana nel futuro.',
  'give either a code or a backup code': 'indicare un codice o un codice di backup, non entrambi',
  'give either an e-mail address or a username': 'indicare un indirizzo e-mail o un nome utente, non entrambi',
  'is required in a browser that did not sign up': 'è obbligatorio in un browser diverso da quello della registrazione',
  'must be as we gave it': 'deve essere inviato così come ricevuto',
  'must have six digits': 'deve avere sei cifre',
  'must be one of the codes': 'deve essere uno dei codici',
  'must have 3 to 30 letters, digits, dots and underscores':
    'deve avere da 3 a 30 lettere, cifre, punti e trattini bassi',
  'must be a language like en or en-US': 'deve essere una lingua, ad esempio en o en-US',
  'must not be empty': 'non deve essere vuoto',
  'must be well-formed text': 'deve essere un testo valido',
  'must not be digits only': 'non deve contenere solo cifre',
  'must not look like a date': 'non deve sembrare una data',
  'is one of the most common passwords': 'è una delle password più comuni',
  'is known from a leak': 'compare in una fuga di dati',
};
