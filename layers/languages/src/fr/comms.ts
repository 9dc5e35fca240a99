/** Notifications and their recipients. */
export const comms = {
  'There is no notification with this id, or the caller may not see it.':
    'Aucune notification ne porte cet identifiant, ou vous n’êtes pas autorisé à la voir.',
  'There is no member with this id, or the caller may not see it.':
    'Aucun membre ne porte cet identifiant, ou vous n’êtes pas autorisé à le voir.',
  'There is no webhook with this id, or the caller may not see it.':
    'Aucun webhook ne porte cet identifiant, ou vous n’êtes pas autorisé à le voir.',
  'There is no webhook delivery with this id, or the caller may not see it.':
    'Aucun envoi de webhook ne porte cet identifiant, ou vous n’êtes pas autorisé à le voir.',
  'There is a webhook already.': 'Il existe déjà un webhook.',
  'API keys cannot create webhooks, change them, or rotate their secrets. Only members can.':
    'Les clés d’API ne peuvent ni créer ni modifier des webhooks, ni renouveler leurs secrets. Seuls les membres le peuvent.',
  'The organization has the maximum number of webhooks. Delete one first.':
    'L’organisation a atteint le nombre maximal de webhooks. Supprimez-en d’abord un.',
  'The link to unsubscribe is not complete, or not from a message of this system.':
    'Le lien de désabonnement est incomplet ou ne provient pas d’un message de ce système.',
  'The webhook is disabled. Enable it first.': 'Le webhook est désactivé. Activez-le d’abord.',
  'Amazon SNS did not answer. Send the message again.': 'Amazon SNS n’a pas répondu. Envoyez à nouveau le message.',
  'There is no such message yet. Send the event again.':
    'Ce message n’existe pas encore. Envoyez à nouveau l’événement.',
  'The request has no valid signature of the provider, or it is too old.':
    'La requête n’a pas de signature valide du fournisseur, ou elle est trop ancienne.',
  'must be an https URL of a public server, on port 443 or 8443, without a user name, a password or a fragment':
    'doit être une URL https d’un serveur public, sur le port 443 ou 8443, sans nom d’utilisateur, mot de passe ni fragment',
  'must have either userId or contactId': 'doit contenir soit userId, soit contactId',
};
