/** Notifications and their recipients. */
export const comms = {
  'There is no notification with this id, or the caller may not see it.':
    'Non esiste alcuna notifica con questo ID, oppure non si è autorizzati a vederla.',
  'There is no member with this id, or the caller may not see it.':
    'Non esiste alcun membro con questo ID, oppure non si è autorizzati a vederlo.',
  'There is no webhook with this id, or the caller may not see it.':
    'Non esiste alcun webhook con questo ID, oppure non si è autorizzati a vederlo.',
  'There is no webhook delivery with this id, or the caller may not see it.':
    'Non esiste alcun invio di webhook con questo ID, oppure non si è autorizzati a vederlo.',
  'There is a webhook already.': 'Esiste già un webhook.',
  'API keys cannot create webhooks, change them, or rotate their secrets. Only members can.':
    'Le chiavi API non possono creare o modificare webhook, né ruotarne i segreti. Possono farlo solo i membri.',
  'The organization has the maximum number of webhooks. Delete one first.':
    'L’organizzazione ha raggiunto il numero massimo di webhook. Eliminarne prima uno.',
  'The link to unsubscribe is not complete, or not from a message of this system.':
    'Il collegamento per annullare l’iscrizione è incompleto o non proviene da un messaggio di questo sistema.',
  'The webhook is disabled. Enable it first.': 'Il webhook è disattivato. Attivarlo prima.',
  'Amazon SNS did not answer. Send the message again.': 'Amazon SNS non ha risposto. Inviare di nuovo il messaggio.',
  'There is no such message yet. Send the event again.':
    'Questo messaggio non esiste ancora. Inviare di nuovo l’evento.',
  'The request has no valid signature of the provider, or it is too old.':
    'La richiesta non ha una firma valida del fornitore oppure è troppo vecchia.',
  'must be an https URL of a public server, on port 443 or 8443, without a user name, a password or a fragment':
    'deve essere un URL https di un server pubblico, sulla porta 443 o 8443, senza nome utente, password o frammento',
  'must have either userId or contactId': 'deve contenere userId oppure contactId',
};
