/** Organizations, members and API keys. */
export const organizations = {
  'There is no organization with this id, or the caller may not see it.':
    'Non esiste alcuna organizzazione con questo ID, oppure non si è autorizzati a vederla.',
  'There is an organization already.': 'Esiste già un’organizzazione.',
  'Organizations of this type are created by an owner of an organization of type `Admin`, while it is active in the session.':
    'Le organizzazioni di questo tipo sono create da un proprietario di un’organizzazione di tipo `Admin`, mentre questa è attiva nella sessione.',
  'This slug is already taken.': 'Questo slug è già in uso.',
  'No member of the organization has this user id.': 'Nessun membro dell’organizzazione ha questo ID utente.',
  'The person is a member of the organization already.': 'La persona è già membro dell’organizzazione.',
  'The organization has the maximum number of members.': 'L’organizzazione ha raggiunto il numero massimo di membri.',
  'The organization would have no owner. Make another member an owner first.':
    'L’organizzazione resterebbe senza proprietario. Nominare prima proprietario un altro membro.',
  'Members are invited to roles below the caller’s own, and officers change such roles only.':
    'Si possono invitare membri solo a ruoli inferiori al proprio, e un officer può modificare solo tali ruoli.',
  'Verify the e-mail address of the account first.': 'Verificare prima l’indirizzo e-mail dell’account.',
  'There is no invitation with this id, or the caller may not see it.':
    'Non esiste alcun invito con questo ID, oppure non si è autorizzati a vederlo.',
  'The invitation has expired. Ask for another one.': 'L’invito è scaduto. Chiederne un altro.',
  'The invitation was accepted, declined or cancelled.': 'L’invito è stato accettato, rifiutato o annullato.',
  'The address has a pending invitation already.': 'L’indirizzo ha già un invito in sospeso.',
  'The organization has the maximum number of pending invitations. Cancel some first.':
    'L’organizzazione ha raggiunto il numero massimo di inviti in sospeso. Annullarne prima alcuni.',
  'There is no API key with this id, or the caller may not see it.':
    'Non esiste alcuna chiave API con questo ID, oppure non si è autorizzati a vederla.',
  'The key is revoked, which is final.': 'La chiave è stata revocata in modo definitivo.',
  'The key has expired. Create a new one.': 'La chiave è scaduta. Crearne una nuova.',
  'The caller knows the secrets of the maximum number of valid keys. Revoke some first.':
    'Si conoscono già i segreti del numero massimo di chiavi valide. Revocarne prima alcune.',
  'The role of the key is higher than the caller’s.': 'Il ruolo della chiave è superiore al proprio.',
  'API keys cannot create or rotate keys. Only members can.':
    'Le chiavi API non possono creare o ruotare chiavi. Possono farlo solo i membri.',
  'must be a path like /deliveries, or all below one like /deliveries/*':
    'deve essere un percorso come /deliveries, o tutto ciò che è sotto, come /deliveries/*',
  'must not have . or .. in it': 'non deve contenere . o .. come segmenti',
  'must have 2 to 48 letters and digits, with single dashes between':
    'deve avere da 2 a 48 lettere e cifre, separate da singoli trattini',
  'Only an owner of an organization of type `Admin` may create, rotate or revoke a trusted key.':
    'Solo un proprietario di un’organizzazione di tipo `Admin` può creare, ruotare o revocare una chiave attendibile.',
};
