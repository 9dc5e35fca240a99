/** Problems of access: callers, roles, sessions. */
export const access = {
  'The request has no token, key or session, or one that is not valid or has expired.':
    'リクエストにトークン、キー、セッションがないか、無効または期限切れです。',
  'The token or session was issued to a browser with another `User-Agent` or `Accept`. Sign in again.':
    'このトークンまたはセッションは、`User-Agent` または `Accept` の異なるブラウザーに発行されたものです。もう一度サインインしてください。',
  'The user has no active organization. Create one, accept an invitation or switch to one, and get a new token.':
    '有効な組織が選択されていません。組織を作成するか、招待を承諾するか、組織を切り替えてから、新しいトークンを取得してください。',
  'The operation needs a higher role in the organization.': 'この操作には、組織内でのより上位のロールが必要です。',
  'The API key is restricted to other paths.': 'この API キーで利用できるのは、他のパスに限られています。',
  'Staff that emulates a customer’s organization may read there but not change anything.':
    '顧客の組織をエミュレートしているスタッフは、閲覧はできますが変更はできません。',
  'The caller is not a member of the organization (any more), or uses an API key that was revoked.':
    'この組織のメンバーではない（またはメンバーでなくなった）か、失効した API キーを使用しています。',
  'The operation is not allowed for organizations of this type.': 'この種類の組織では、この操作は許可されていません。',
  'This is not allowed while impersonating: it would grant lasting access or change the user’s account.':
    '他のユーザーとして操作している間は許可されていません。永続的なアクセス権の付与や、そのユーザーのアカウントの変更につながるためです。',
  'A browser sent the session cookie from a page of another site. Send JSON, or `X-Requested-With`, from a page of Waybill.':
    'ブラウザーが別のサイトのページからセッション Cookie を送信しました。Waybill のページから JSON または `X-Requested-With` を送信してください。',
  'The session emulates a customer’s organization, which is read-only. End the emulation first.':
    'このセッションは顧客の組織をエミュレートしており、読み取り専用です。先にエミュレートを終了してください。',
  'The session acted as another user and is no longer allowed to. It has ended.':
    'このセッションは他のユーザーとして操作していましたが、許可されなくなったため終了しました。',
  'This operation needs an account with a second factor. Enable one first.':
    'この操作には二要素認証を設定したアカウントが必要です。先に有効にしてください。',
  'The end lies in the past.': '終了日時が過去になっています。',
};
