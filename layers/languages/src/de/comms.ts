/** Notifications and their recipients. */
export const comms = {
  'There is no notification with this id, or the caller may not see it.':
    'Es gibt keine Benachrichtigung mit dieser ID, oder Sie dürfen sie nicht sehen.',
  'There is no member with this id, or the caller may not see it.':
    'Es gibt kein Mitglied mit dieser ID, oder Sie dürfen es nicht sehen.',
  'There is no webhook with this id, or the caller may not see it.':
    'Es gibt keinen Webhook mit dieser ID, oder Sie dürfen ihn nicht sehen.',
  'There is no webhook delivery with this id, or the caller may not see it.':
    'Es gibt keine Webhook-Zustellung mit dieser ID, oder Sie dürfen sie nicht sehen.',
  'There is a webhook already.': 'Es gibt bereits einen Webhook.',
  'API keys cannot create webhooks, change them, or rotate their secrets. Only members can.':
    'API-Schlüssel können Webhooks weder erstellen noch ändern noch deren Geheimnisse rotieren. Das können nur Mitglieder.',
  'The organization has the maximum number of webhooks. Delete one first.':
    'Die Organisation hat bereits die Höchstzahl an Webhooks. Löschen Sie zuerst einen.',
  'The link to unsubscribe is not complete, or not from a message of this system.':
    'Der Link zum Abbestellen ist nicht vollständig oder stammt nicht aus einer Nachricht dieses Systems.',
  'The webhook is disabled. Enable it first.': 'Der Webhook ist deaktiviert. Aktivieren Sie ihn zuerst.',
  'Amazon SNS did not answer. Send the message again.':
    'Amazon SNS hat nicht geantwortet. Senden Sie die Nachricht noch einmal.',
  'There is no such message yet. Send the event again.':
    'Diese Nachricht gibt es noch nicht. Senden Sie das Ereignis noch einmal.',
  'The request has no valid signature of the provider, or it is too old.':
    'Die Anfrage hat keine gültige Signatur des Anbieters oder ist zu alt.',
  'must be an https URL of a public server, on port 443 or 8443, without a user name, a password or a fragment':
    'muss eine https-URL eines öffentlichen Servers sein, auf Port 443 oder 8443, ohne Benutzernamen, Passwort oder Fragment',
  'must have either userId or contactId': 'muss entweder userId oder contactId enthalten',
};
