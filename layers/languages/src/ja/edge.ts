/** Problems of requests, and what the HTTP edge says about them. */
export const edge = {
  'The path, the query, a header or the body is not as documented. Every invalid field is named.':
    'パス、クエリ、ヘッダー、または本文がドキュメントの仕様と異なります。無効な項目はすべて示されています。',
  'The headers are larger than the limit.': 'ヘッダーのサイズが上限を超えています。',
  'More requests than allowed. Wait for the seconds in `Retry-After`.':
    'リクエストが多すぎます。`Retry-After` に示された秒数だけお待ちください。',
  'An internal error. Report it with the `correlation`.':
    '内部エラーが発生しました。`correlation` を添えてご報告ください。',
  'The system is throttled. Send the request again, with the same `Idempotency-Key`, after `Retry-After`.':
    'システムが混み合っています。`Retry-After` の経過後に、同じ `Idempotency-Key` でリクエストを再送してください。',
  'The response took too long. The request may have taken effect: send it again with the same `Idempotency-Key`.':
    '応答に時間がかかりすぎました。リクエストはすでに処理された可能性があります。同じ `Idempotency-Key` で再送してください。',
  'The deployment of this stage is not complete. Send the request again after `Retry-After`.':
    'この環境のデプロイが完了していません。`Retry-After` の経過後にリクエストを再送してください。',
  'The path has a percent sign that encodes nothing.':
    'パスに、何もエンコードしていないパーセント記号が含まれています。',
  'The body is not JSON in UTF-8, or is nested too deeply.': '本文が UTF-8 の JSON ではないか、ネストが深すぎます。',
  'The body is not UTF-8.': '本文が UTF-8 ではありません。',
  'The body is nested too deeply.': '本文のネストが深すぎます。',
  'The body is larger than the limit.': '本文のサイズが上限を超えています。',
  'The body has a `Content-Type` other than JSON.': '本文の `Content-Type` が JSON ではありません。',
  'The `Idempotency-Key` was used before by a request with another body. Use a new key for every new request.':
    'この `Idempotency-Key` は、本文の異なるリクエストですでに使用されています。新しいリクエストには毎回新しいキーを使用してください。',
  'The same data was changed concurrently, several times in a row. Send the request again.':
    '同じデータが続けて何度も同時に変更されました。リクエストを再送してください。',
  'The same data is being written concurrently. Send the request again, with the same `Idempotency-Key`.':
    '同じデータが同時に書き込まれています。同じ `Idempotency-Key` でリクエストを再送してください。',
  'The resource has changed since the version in `If-Match`. Read it again and decide anew.':
    '`If-Match` のバージョン以降にリソースが変更されています。もう一度読み込んでから、改めて判断してください。',
};
