/** Notifications and their recipients. */
export const comms = {
  'There is no notification with this id, or the caller may not see it.':
    'この ID の通知は存在しないか、参照する権限がありません。',
  'There is no member with this id, or the caller may not see it.':
    'この ID のメンバーは存在しないか、参照する権限がありません。',
  'There is no webhook with this id, or the caller may not see it.':
    'この ID の Webhook は存在しないか、参照する権限がありません。',
  'There is no webhook delivery with this id, or the caller may not see it.':
    'この ID の Webhook 送信は存在しないか、参照する権限がありません。',
  'There is a webhook already.': 'Webhook はすでに存在します。',
  'API keys cannot create webhooks, change them, or rotate their secrets. Only members can.':
    'API キーで Webhook を作成または変更したり、シークレットをローテーションしたりすることはできません。メンバーだけが行えます。',
  'The organization has the maximum number of webhooks. Delete one first.':
    '組織の Webhook 数は上限に達しています。先に 1 つ削除してください。',
  'The link to unsubscribe is not complete, or not from a message of this system.':
    '配信停止のリンクが不完全であるか、このシステムのメッセージのものではありません。',
  'The webhook is disabled. Enable it first.': 'この Webhook は無効になっています。先に有効にしてください。',
  'Amazon SNS did not answer. Send the message again.':
    'Amazon SNS が応答しませんでした。もう一度メッセージを送信してください。',
  'There is no such message yet. Send the event again.':
    'そのメッセージはまだありません。もう一度イベントを送信してください。',
  'The request has no valid signature of the provider, or it is too old.':
    'リクエストにプロバイダーの有効な署名がないか、リクエストが古すぎます。',
  'must be an https URL of a public server, on port 443 or 8443, without a user name, a password or a fragment':
    '公開サーバーのhttps URL(ポート443または8443、ユーザー名・パスワード・フラグメントなし)でなければなりません',
  'must have either userId or contactId': 'userId と contactId のどちらか一方を指定してください',
};
