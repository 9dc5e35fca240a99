/** Problems of access: callers, roles, sessions. */
export const access = {
  'The request has no token, key or session, or one that is not valid or has expired.':
    'La requête ne contient ni jeton, ni clé, ni session, ou ceux-ci ne sont pas valides ou ont expiré.',
  'The token or session was issued to a browser with another `User-Agent` or `Accept`. Sign in again.':
    'Le jeton ou la session a été émis pour un navigateur avec un autre `User-Agent` ou `Accept`. Reconnectez-vous.',
  'The user has no active organization. Create one, accept an invitation or switch to one, and get a new token.':
    'Vous n’avez pas d’organisation active. Créez-en une, acceptez une invitation ou passez à une autre, puis obtenez un nouveau jeton.',
  'The operation needs a higher role in the organization.':
    'Cette opération exige un rôle supérieur dans l’organisation.',
  'The API key is restricted to other paths.': 'La clé d’API est limitée à d’autres chemins.',
  'Staff that emulates a customer’s organization may read there but not change anything.':
    'Le personnel qui émule l’organisation d’un client peut y consulter les données, mais ne rien modifier.',
  'The caller is not a member of the organization (any more), or uses an API key that was revoked.':
    'Vous n’êtes pas (ou plus) membre de l’organisation, ou vous utilisez une clé d’API révoquée.',
  'The operation is not allowed for organizations of this type.':
    'Cette opération n’est pas autorisée pour les organisations de ce type.',
  'This is not allowed while impersonating: it would grant lasting access or change the user’s account.':
    'Ce n’est pas autorisé tant que vous agissez au nom d’un autre utilisateur : cela donnerait un accès durable ou modifierait son compte.',
  'A browser sent the session cookie from a page of another site. Send JSON, or `X-Requested-With`, from a page of Waybill.':
    'Un navigateur a envoyé le cookie de session depuis une page d’un autre site. Envoyez du JSON ou `X-Requested-With` depuis une page de Waybill.',
  'The session emulates a customer’s organization, which is read-only. End the emulation first.':
    'La session émule l’organisation d’un client, en lecture seule. Mettez d’abord fin à l’émulation.',
  'The session acted as another user and is no longer allowed to. It has ended.':
    'La session agissait au nom d’un autre utilisateur et n’y est plus autorisée. Elle est terminée.',
  'This operation needs an account with a second factor. Enable one first.':
    'Cette opération exige un compte avec un second facteur. Activez-en d’abord un.',
  'The end lies in the past.': 'La fin se situe dans le passé.',
};
