/** Problems of access: callers, roles, sessions. */
export const access = {
  'The request has no token, key or session, or one that is not valid or has expired.':
    'La richiesta non contiene token, chiavi o sessioni, oppure quelli presenti non sono validi o sono scaduti.',
  'The token or session was issued to a browser with another `User-Agent` or `Accept`. Sign in again.':
    'Il token o la sessione sono stati emessi per un browser con un altro `User-Agent` o `Accept`. Accedere di nuovo.',
  'The user has no active organization. Create one, accept an invitation or switch to one, and get a new token.':
    'L’utente non ha un’organizzazione attiva. Crearne una, accettare un invito o passare a un’altra, quindi ottenere un nuovo token.',
  'The operation needs a higher role in the organization.':
    'L’operazione richiede un ruolo superiore nell’organizzazione.',
  'The API key is restricted to other paths.': 'La chiave API è limitata ad altri percorsi.',
  'Staff that emulates a customer’s organization may read there but not change anything.':
    'Il personale che emula l’organizzazione di un cliente può leggerne i dati, ma non modificare nulla.',
  'The caller is not a member of the organization (any more), or uses an API key that was revoked.':
    'Non si è membri dell’organizzazione (o non lo si è più), oppure la chiave API usata è stata revocata.',
  'The operation is not allowed for organizations of this type.':
    'L’operazione non è consentita alle organizzazioni di questo tipo.',
  'This is not allowed while impersonating: it would grant lasting access or change the user’s account.':
    'Non è consentito mentre si agisce come un altro utente: concederebbe un accesso duraturo o modificherebbe il suo account.',
  'A browser sent the session cookie from a page of another site. Send JSON, or `X-Requested-With`, from a page of Waybill.':
    'Un browser ha inviato il cookie di sessione da una pagina di un altro sito. Inviare JSON o `X-Requested-With` da una pagina di Waybill.',
  'The session emulates a customer’s organization, which is read-only. End the emulation first.':
    'La sessione emula l’organizzazione di un cliente, in sola lettura. Terminare prima l’emulazione.',
  'The session acted as another user and is no longer allowed to. It has ended.':
    'La sessione agiva come un altro utente e non è più autorizzata a farlo. È terminata.',
  'This operation needs an account with a second factor. Enable one first.':
    'Questa operazione richiede un account con un secondo fattore. Attivarne prima uno.',
  'The end lies in the past.': 'La fine è nel passato.',
};
