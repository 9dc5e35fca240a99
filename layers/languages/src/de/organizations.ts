/** Organizations, members and API keys. */
export const organizations = {
  'There is no organization with this id, or the caller may not see it.':
    'Es gibt keine Organisation mit dieser ID, oder Sie dürfen sie nicht sehen.',
  'There is an organization already.': 'Es gibt bereits eine Organisation.',
  'Organizations of this type are created by an owner of an organization of type `Admin`, while it is active in the session.':
    'Organisationen dieses Typs legt ein Eigentümer einer Organisation des Typs `Admin` an, während diese in der Sitzung aktiv ist.',
  'This slug is already taken.': 'Dieser Kurzname ist bereits vergeben.',
  'No member of the organization has this user id.': 'Kein Mitglied der Organisation hat diese Benutzer-ID.',
  'The person is a member of the organization already.': 'Die Person ist bereits Mitglied der Organisation.',
  'The organization has the maximum number of members.': 'Die Organisation hat bereits die Höchstzahl an Mitgliedern.',
  'The organization would have no owner. Make another member an owner first.':
    'Die Organisation hätte keinen Eigentümer mehr. Machen Sie zuerst ein anderes Mitglied zum Eigentümer.',
  'Members are invited to roles below the caller’s own, and officers change such roles only.':
    'Sie können nur zu Rollen unterhalb Ihrer eigenen einladen, und als Officer nur solche Rollen ändern.',
  'Verify the e-mail address of the account first.': 'Bestätigen Sie zuerst die E-Mail-Adresse des Kontos.',
  'There is no invitation with this id, or the caller may not see it.':
    'Es gibt keine Einladung mit dieser ID, oder Sie dürfen sie nicht sehen.',
  'The invitation has expired. Ask for another one.': 'Die Einladung ist abgelaufen. Bitten Sie um eine neue.',
  'The invitation was accepted, declined or cancelled.':
    'Die Einladung wurde angenommen, abgelehnt oder zurückgezogen.',
  'The address has a pending invitation already.': 'Für diese Adresse gibt es bereits eine offene Einladung.',
  'The organization has the maximum number of pending invitations. Cancel some first.':
    'Die Organisation hat bereits die Höchstzahl an offenen Einladungen. Ziehen Sie zuerst einige zurück.',
  'There is no API key with this id, or the caller may not see it.':
    'Es gibt keinen API-Schlüssel mit dieser ID, oder Sie dürfen ihn nicht sehen.',
  'The key is revoked, which is final.': 'Der Schlüssel ist widerrufen; das ist endgültig.',
  'The key has expired. Create a new one.': 'Der Schlüssel ist abgelaufen. Erstellen Sie einen neuen.',
  'The caller knows the secrets of the maximum number of valid keys. Revoke some first.':
    'Sie kennen bereits die Geheimnisse der Höchstzahl gültiger Schlüssel. Widerrufen Sie zuerst einige.',
  'The role of the key is higher than the caller’s.': 'Die Rolle des Schlüssels ist höher als Ihre eigene.',
  'API keys cannot create or rotate keys. Only members can.':
    'API-Schlüssel können keine Schlüssel erstellen oder rotieren. Das können nur Mitglieder.',
  'must be a path like /deliveries, or all below one like /deliveries/*':
    'muss ein Pfad wie /deliveries sein oder mit /deliveries/* alles darunter umfassen',
  'must not have . or .. in it': 'darf . oder .. nicht enthalten',
  'must have 2 to 48 letters and digits, with single dashes between':
    'muss aus 2 bis 48 Buchstaben und Ziffern bestehen, dazwischen einzelne Bindestriche',
  'Only an owner of an organization of type `Admin` may create, rotate or revoke a trusted key.':
    'Nur Eigentümer einer Organisation des Typs `Admin` dürfen einen vertrauenswürdigen Schlüssel erstellen, rotieren oder widerrufen.',
};
