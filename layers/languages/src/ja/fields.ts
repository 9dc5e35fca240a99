/** What is wrong with a field, in any context. */
export const fields = {
  'is not a known parameter': 'は未知のパラメーターです',
  'is not a known field': 'は未知の項目です',
  'must be a JSON object': 'JSON オブジェクトで指定してください',
  'is given twice': 'が重複しています',
  'must be 1 to 255 visible ASCII characters': '表示可能な ASCII 文字 1～255 文字で指定してください',
  'must be an ETag from a response, such as "3"': '応答に含まれる ETag を指定してください（例："3"）',
  'does not belong to this question': 'はこの検索のものではありません',
  'must not contain control characters': '制御文字は使用できません',
  'must not be blank': '空白にはできません',
  'must have at least {min} characters': '{min} 文字以上で指定してください',
  'must have at most {max} characters': '{max} 文字以内で指定してください',
  'must lie in the years 1 to 9999': '1 年から 9999 年の間で指定してください',
  'must be an ISO-8601 time with an offset, like 2026-05-04T08:30:00Z':
    'オフセット付きの ISO 8601 形式の日時で指定してください（例：2026-05-04T08:30:00Z）',
  'must be a whole number': '整数で指定してください',
  'must be a whole number from {min} to {max}': '{min} から {max} までの整数で指定してください',
  'must be after {field}': '{field} より後にしてください',
  'must not be after {time}': '{time} より後にはできません',
  'must change something': '変更する項目を指定してください',
  'must be an e-mail address': 'メールアドレスで指定してください',
  'must not contain links, markup or invisible characters': 'リンク、マークアップ、不可視文字は使用できません',
};
