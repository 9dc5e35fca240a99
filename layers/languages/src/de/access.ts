/** Problems of access: callers, roles, sessions. */
export const access = {
  'The request has no token, key or session, or one that is not valid or has expired.':
    'Die Anfrage enthält kein Token, keinen Schlüssel und keine Sitzung, oder diese sind ungültig oder abgelaufen.',
  'The token or session was issued to a browser with another `User-Agent` or `Accept`. Sign in again.':
    'Das Token oder die Sitzung wurde für einen Browser mit anderem `User-Agent` oder `Accept` ausgestellt. Melden Sie sich erneut an.',
  'The user has no active organization. Create one, accept an invitation or switch to one, and get a new token.':
    'Sie haben keine aktive Organisation. Legen Sie eine an, nehmen Sie eine Einladung an oder wechseln Sie zu einer, und holen Sie ein neues Token.',
  'The operation needs a higher role in the organization.':
    'Für diesen Vorgang ist eine höhere Rolle in der Organisation erforderlich.',
  'The API key is restricted to other paths.': 'Der API-Schlüssel ist auf andere Pfade beschränkt.',
  'Staff that emulates a customer’s organization may read there but not change anything.':
    'Wer als Mitarbeiter die Organisation eines Kunden emuliert, darf dort lesen, aber nichts ändern.',
  'The caller is not a member of the organization (any more), or uses an API key that was revoked.':
    'Sie sind kein Mitglied der Organisation (mehr), oder der verwendete API-Schlüssel wurde widerrufen.',
  'The operation is not allowed for organizations of this type.':
    'Dieser Vorgang ist für Organisationen dieses Typs nicht erlaubt.',
  'This is not allowed while impersonating: it would grant lasting access or change the user’s account.':
    'Das ist nicht erlaubt, solange Sie im Namen eines anderen Benutzers handeln: Es würde dauerhaften Zugriff gewähren oder dessen Konto ändern.',
  'A browser sent the session cookie from a page of another site. Send JSON, or `X-Requested-With`, from a page of Waybill.':
    'Ein Browser hat das Sitzungs-Cookie von einer Seite einer anderen Website gesendet. Senden Sie JSON oder `X-Requested-With` von einer Seite von Waybill.',
  'The session emulates a customer’s organization, which is read-only. End the emulation first.':
    'Die Sitzung emuliert die Organisation eines Kunden; dort ist nur Lesen möglich. Beenden Sie zuerst die Emulation.',
  'The session acted as another user and is no longer allowed to. It has ended.':
    'Die Sitzung hat im Namen eines anderen Benutzers gehandelt und darf das nicht mehr. Sie wurde beendet.',
  'This operation needs an account with a second factor. Enable one first.':
    'Für diesen Vorgang ist ein Konto mit zweitem Faktor erforderlich. Richten Sie zuerst einen ein.',
  'The end lies in the past.': 'Das Ende liegt in der Vergangenheit.',
};
