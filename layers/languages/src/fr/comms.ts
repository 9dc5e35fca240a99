/** Notifications and their recipients. */
export const comms = {
  'There is no notification with this id, or the caller may not see it.':
    'Aucune notification ne porte cet identifiant, ou vous n’êtes pas autorisé à la voir.',
  'There is no member with this id, or the caller may not see it.':
    'Aucun membre ne porte cet identifiant, ou vous n’êtes pas autorisé à le voir.',
};
