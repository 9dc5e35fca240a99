/** Accounts, sign-in and sessions. */
export const identity = {
  'There is no session with this id, or the caller may not see it.':
    'この ID のセッションは存在しないか、参照する権限がありません。',
  'There is no user with this id, or the caller may not see it.':
    'この ID のユーザーは存在しないか、参照する権限がありません。',
  'There is no account with this name and password, or its address is not verified.':
    'この名前とパスワードのアカウントは存在しないか、メールアドレスが確認されていません。',
  'This is not the password of the account.': 'アカウントのパスワードと一致しません。',
  'The code of the authenticator, or the backup code, is wrong.':
    '認証アプリのコードまたはバックアップコードが正しくありません。',
  'The code of the authenticator was used before. Wait for the next one.':
    '認証アプリのこのコードはすでに使用されています。次のコードをお待ちください。',
  'The challenge has ended: it was used, is too old, or had too many wrong codes. Sign in again.':
    'この認証手続きは終了しています。使用済みか、時間が経ちすぎたか、誤ったコードの入力が多すぎました。もう一度サインインしてください。',
  'The link is not valid, or not valid any more. Request a new one.':
    'リンクが無効か、すでに無効になっています。新しいリンクをリクエストしてください。',
  'The link is too old. Request a new one.': 'リンクの有効期限が切れています。新しいリンクをリクエストしてください。',
  'The address is verified already. Sign in.': 'メールアドレスはすでに確認済みです。サインインしてください。',
  'The new password is missing or not acceptable: `mistake` has the reason.':
    '新しいパスワードがないか、使用できません。理由は `mistake` に示されています。',
  'Too many failed attempts: wrong passwords, codes or links. Wait for the seconds in `Retry-After`.':
    '失敗した試行が多すぎます（パスワード、コード、リンクの誤り）。`Retry-After` に示された秒数だけお待ちください。',
  'This username is already taken.': 'このユーザー名はすでに使用されています。',
  'The account has no second factor.': 'このアカウントには二要素認証が設定されていません。',
  'The account has a second factor already. Remove it first.':
    'このアカウントにはすでに二要素認証が設定されています。先に解除してください。',
  'The session emulates another organization. Stop that before acting as a user.':
    'このセッションは別の組織をエミュレートしています。ユーザーとして操作する前に終了してください。',
  'The session emulates an organization already.': 'このセッションはすでに組織をエミュレートしています。',
  'The session does not emulate an organization.': 'このセッションは組織をエミュレートしていません。',
  'The session does not act as another user.': 'このセッションは他のユーザーとして操作していません。',
  'A user cannot act as themselves.': '自分自身として代理操作することはできません。',
  'A member of an organization of type `Admin` cannot be impersonated.':
    '種類が `Admin` の組織のメンバーとして操作することはできません。',
  'The organization has not consented, or its consent has ended.':
    '組織が同意していないか、同意の期間が終了しています。',
  'The organization has a consent that has not ended.': 'この組織には、まだ有効な同意があります。',
  'The consent has ended.': '同意の期間は終了しています。',
  'This organization never had a consent.': 'この組織には、これまで同意がありません。',
  'The end is too far in the future.': '終了日時が先すぎます。',
  'give either a code or a backup code': 'コードとバックアップコードのどちらか一方を指定してください',
  'give either an e-mail address or a username': 'メールアドレスとユーザー名のどちらか一方を指定してください',
  'is required in a browser that did not sign up': '登録時と異なるブラウザーでは必須です',
  'must be as we gave it': '受け取ったままの値を指定してください',
  'must have six digits': '6 桁の数字で指定してください',
  'must be one of the codes': 'いずれかのコードを指定してください',
  'must have 3 to 30 letters, digits, dots and underscores':
    '英字、数字、ドット、アンダースコアを使って 3～30 文字で指定してください',
  'must be a language like en or en-US': 'en や en-US のような言語で指定してください',
  'must not be empty': '空にはできません',
  'must be well-formed text': '正しい形式のテキストで指定してください',
  'must not be digits only': '数字だけにはできません',
  'must not look like a date': '日付のような文字列にはできません',
  'is one of the most common passwords': 'よく使われるパスワードです',
  'is known from a leak': '漏えいしたことのあるパスワードです',
};
