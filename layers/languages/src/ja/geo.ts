/** Places and reference data. */
export const geo = {
  'There is no reference entry with this id, or the caller may not see it.':
    'この ID の参照データは存在しないか、参照する権限がありません。',
  'must be the alpha-2 code of a country, like AT': 'AT のような国の alpha-2 コードで指定してください',
  'There is no location with this id, or the caller may not see it.':
    'この ID の場所は存在しないか、参照する権限がありません。',
  'is needed if there is a line3': 'line3 がある場合は必須です',
  'must be a known code, like {code}': '{code} のような既知のコードで指定してください',
  'must be a subdivision of the country': 'その国の行政区画を指定してください',
  'must be 64 hexadecimal digits': '64 桁の 16 進数で指定してください',
  'There is no contact with this id, or the caller may not see it.':
    'この ID の連絡先は存在しないか、参照する権限がありません。',
  'must be pairs of latitude and longitude, like 48.2084,16.3731;47.0707,15.4395':
    '緯度と経度の組で指定してください（例：48.2084,16.3731;47.0707,15.4395）',
  'must have 2 to 25 positions': '位置を 2～25 個指定してください',
  'must have latitudes of -90 to 90 and longitudes of -180 to 180 degrees':
    '緯度は -90～90 度、経度は -180～180 度で指定してください',
  'The API key does not reach contacts with this context key. Create one that names it among its `contextKeys`.':
    'この API キーでは、このコンテキストキーの連絡先にアクセスできません。`contextKeys` にこれを含むキーを作成してください。',
  'There is a contact already.': '連絡先はすでに存在します。',
  'This external key is already taken.': 'この外部キーはすでに使用されています。',
  'must be a URL with http or https': 'http または https の URL で指定してください',
  'must be a locale of the reference data, like en-US': 'en-US のような参照データのロケールで指定してください',
  'must be a telephone number with its country code, or one of the location’s country':
    '国番号付きの電話番号、または場所の国の電話番号で指定してください',
  'must be at most 100 with the ids': 'ID と合わせて 100 件以内にしてください',
  'must not be in the future': '未来の日付は指定できません',
  'must not be zero': 'ゼロは指定できません',
  'must not come with location': 'location と同時に指定することはできません',
};
