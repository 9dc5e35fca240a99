/** Notifications and their recipients. */
export const comms = {
  'There is no notification with this id, or the caller may not see it.':
    'Non esiste alcuna notifica con questo ID, oppure non si è autorizzati a vederla.',
  'There is no member with this id, or the caller may not see it.':
    'Non esiste alcun membro con questo ID, oppure non si è autorizzati a vederlo.',
};
