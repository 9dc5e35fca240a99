/** Organizations, members and API keys. */
export const organizations = {
  'There is no organization with this id, or the caller may not see it.':
    'Aucune organisation ne porte cet identifiant, ou vous n’êtes pas autorisé à la voir.',
  'There is an organization already.': 'Il existe déjà une organisation.',
  'Organizations of this type are created by an owner of an organization of type `Admin`, while it is active in the session.':
    'Les organisations de ce type sont créées par un propriétaire d’une organisation de type `Admin`, pendant qu’elle est active dans la session.',
  'This slug is already taken.': 'Cet identifiant court est déjà pris.',
  'No member of the organization has this user id.':
    'Aucun membre de l’organisation ne porte cet identifiant d’utilisateur.',
  'The person is a member of the organization already.': 'La personne est déjà membre de l’organisation.',
  'The organization has the maximum number of members.': 'L’organisation a atteint le nombre maximal de membres.',
  'The organization would have no owner. Make another member an owner first.':
    'L’organisation n’aurait plus de propriétaire. Nommez d’abord un autre membre propriétaire.',
  'Members are invited to roles below the caller’s own, and officers change such roles only.':
    'Vous ne pouvez inviter qu’à des rôles inférieurs au vôtre, et un officer ne peut modifier que ces rôles.',
  'Verify the e-mail address of the account first.': 'Vérifiez d’abord l’adresse e-mail du compte.',
  'There is no invitation with this id, or the caller may not see it.':
    'Aucune invitation ne porte cet identifiant, ou vous n’êtes pas autorisé à la voir.',
  'The invitation has expired. Ask for another one.': 'L’invitation a expiré. Demandez-en une autre.',
  'The invitation was accepted, declined or cancelled.': 'L’invitation a été acceptée, refusée ou annulée.',
  'The address has a pending invitation already.': 'Cette adresse a déjà une invitation en attente.',
  'The organization has the maximum number of pending invitations. Cancel some first.':
    'L’organisation a atteint le nombre maximal d’invitations en attente. Annulez-en d’abord quelques-unes.',
  'There is no API key with this id, or the caller may not see it.':
    'Aucune clé d’API ne porte cet identifiant, ou vous n’êtes pas autorisé à la voir.',
  'The key is revoked, which is final.': 'La clé est révoquée, de façon définitive.',
  'The key has expired. Create a new one.': 'La clé a expiré. Créez-en une nouvelle.',
  'The caller knows the secrets of the maximum number of valid keys. Revoke some first.':
    'Vous connaissez déjà les secrets du nombre maximal de clés valides. Révoquez-en d’abord quelques-unes.',
  'The role of the key is higher than the caller’s.': 'Le rôle de la clé est supérieur au vôtre.',
  'API keys cannot create or rotate keys. Only members can.':
    'Les clés d’API ne peuvent ni créer ni renouveler des clés. Seuls les membres le peuvent.',
  'must be a path like /deliveries, or all below one like /deliveries/*':
    'doit être un chemin comme /deliveries, ou tout ce qui se trouve en dessous, comme /deliveries/*',
  'must not have . or .. in it': 'ne doit pas contenir . ou .. comme segments',
  'must have 2 to 48 letters and digits, with single dashes between':
    'doit comporter de 2 à 48 lettres et chiffres, séparés au besoin par des tirets simples',
  'Only an owner of an organization of type `Admin` may create, rotate or revoke a trusted key.':
    'Seul un propriétaire d’une organisation de type `Admin` peut créer, renouveler ou révoquer une clé de confiance.',
};
