/** Notifications and their recipients. */
export const comms = {
  'There is no notification with this id, or the caller may not see it.':
    'Es gibt keine Benachrichtigung mit dieser ID, oder Sie dürfen sie nicht sehen.',
  'There is no member with this id, or the caller may not see it.':
    'Es gibt kein Mitglied mit dieser ID, oder Sie dürfen es nicht sehen.',
};
