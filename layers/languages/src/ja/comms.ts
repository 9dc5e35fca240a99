/** Notifications and their recipients. */
export const comms = {
  'There is no notification with this id, or the caller may not see it.':
    'この ID の通知は存在しないか、参照する権限がありません。',
  'There is no member with this id, or the caller may not see it.':
    'この ID のメンバーは存在しないか、参照する権限がありません。',
};
