/** Routes and checkpoints. */
export const routes = {
  'There is no route with this id, or the caller may not see it.':
    'この ID のルートは存在しないか、参照する権限がありません。',
  'This change is not possible in the current status. Set the route to `Planning` first.':
    '現在のステータスではこの変更はできません。先にルートを `Planning` にしてください。',
  'Live deliveries use the route. Finish or cancel them first.':
    '進行中の配送がこのルートを使用しています。先に完了またはキャンセルしてください。',
  'An active route needs an end: a `scheduledEnd` or at least one checkpoint.':
    '有効なルートには終わりが必要です。`scheduledEnd` か、1 つ以上のチェックポイントを設定してください。',
  'The route would start after its end or after its first checkpoint.':
    'ルートの開始が、終了または最初のチェックポイントより後になります。',
  'Checkpoints must be in order of sequence and of time, and after the start of the route.':
    'チェックポイントは順番どおりかつ時刻順で、ルートの開始より後でなければなりません。',
  'The route has no checkpoint with this sequence.': 'このルートに、この番号のチェックポイントはありません。',
  'The route has the maximum number of checkpoints.': 'このルートのチェックポイント数は上限に達しています。',
};
