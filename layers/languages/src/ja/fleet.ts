/** Drivers and vehicles. */
export const fleet = {
  'There is no driver with this id, or the caller may not see it.':
    'この ID のドライバーは存在しないか、参照する権限がありません。',
  'There is no vehicle with this id, or the caller may not see it.':
    'この ID の車両は存在しないか、参照する権限がありません。',
  'The driver is retired. This is final.': 'このドライバーは引退済みです。元に戻すことはできません。',
  'The vehicle is retired. This is final.': 'この車両は廃車済みです。元に戻すことはできません。',
  'Deliveries have the driver booked. Finish them or assign another driver first.':
    'このドライバーは配送に割り当てられています。先に配送を完了するか、別のドライバーを割り当ててください。',
  'Deliveries have the vehicle booked. Finish them or assign another vehicle first.':
    'この車両は配送に割り当てられています。先に配送を完了するか、別の車両を割り当ててください。',
  'This licence is already taken.': 'この運転免許証番号はすでに使用されています。',
  'This registration is already taken.': 'この車両登録番号はすでに使用されています。',
  'must have a letter or a digit': '文字または数字を 1 つ以上含めてください',
  'must be a number in E.164, like +4915112345678': 'E.164 形式の電話番号で指定してください（例：+4915112345678）',
  'must come with freeFrom, and be after it': 'freeFrom と併せて指定し、それより後にしてください',
};
