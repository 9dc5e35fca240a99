/** Organizations, members and API keys. */
export const organizations = {
  'There is no organization with this id, or the caller may not see it.':
    'この ID の組織は存在しないか、参照する権限がありません。',
  'There is an organization already.': '組織はすでに存在します。',
  'Organizations of this type are created by an owner of an organization of type `Admin`, while it is active in the session.':
    'この種類の組織を作成できるのは、種類が `Admin` の組織のオーナーが、その組織をセッションで有効にしている間だけです。',
  'This slug is already taken.': 'このスラッグはすでに使用されています。',
  'No member of the organization has this user id.': 'このユーザー ID のメンバーは組織にいません。',
  'The person is a member of the organization already.': 'この方はすでに組織のメンバーです。',
  'The organization has the maximum number of members.': '組織のメンバー数は上限に達しています。',
  'The organization would have no owner. Make another member an owner first.':
    '組織にオーナーがいなくなります。先に別のメンバーをオーナーにしてください。',
  'Members are invited to roles below the caller’s own, and officers change such roles only.':
    '招待できるのは自分より下位のロールだけです。officer が変更できるのも、そのようなロールだけです。',
  'Verify the e-mail address of the account first.': '先にアカウントのメールアドレスを確認してください。',
  'There is no invitation with this id, or the caller may not see it.':
    'この ID の招待は存在しないか、参照する権限がありません。',
  'The invitation has expired. Ask for another one.': '招待の有効期限が切れています。もう一度招待を依頼してください。',
  'The invitation was accepted, declined or cancelled.': 'この招待は、承諾、辞退、または取り消し済みです。',
  'The address has a pending invitation already.': 'このメールアドレスには、すでに保留中の招待があります。',
  'The organization has the maximum number of pending invitations. Cancel some first.':
    '保留中の招待の数が上限に達しています。先にいくつか取り消してください。',
  'There is no API key with this id, or the caller may not see it.':
    'この ID の API キーは存在しないか、参照する権限がありません。',
  'The key is revoked, which is final.': 'このキーは失効しており、元に戻すことはできません。',
  'The key has expired. Create a new one.': 'このキーの有効期限が切れています。新しいキーを作成してください。',
  'The caller knows the secrets of the maximum number of valid keys. Revoke some first.':
    'シークレットをお持ちの有効なキーの数が上限に達しています。先にいくつか失効させてください。',
  'The role of the key is higher than the caller’s.': 'キーのロールが、自分のロールより上位です。',
  'API keys cannot create or rotate keys. Only members can.':
    'API キーでキーを作成またはローテーションすることはできません。メンバーだけが行えます。',
  'must be a path like /deliveries, or all below one like /deliveries/*':
    '/deliveries のようなパスか、/deliveries/* のように配下すべてを示すパスで指定してください',
  'must not have . or .. in it': '. や .. を含めることはできません',
  'must have 2 to 48 letters and digits, with single dashes between':
    '英字と数字を 2～48 文字で指定してください。間にハイフンを 1 つずつ入れられます',
  'Only an owner of an organization of type `Admin` may create, rotate or revoke a trusted key.':
    '信頼されたキーを作成、ローテーション、または失効できるのは、種類が `Admin` の組織のオーナーだけです。',
};
