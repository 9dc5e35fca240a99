import type { Catalogue } from '../catalogue.ts';

const origin = { facts: { 端末: '{device}', 場所: '{place}', IPアドレス: '{ip}' } };
const notYou = 'お心当たりがない場合は、すぐにパスワードを再設定し、見覚えのないセッションを終了してください。';
const once = 'このリンクの有効期限は1時間で、一度だけ使用できます。';

export const ja: Catalogue = {
  greeting: ['{name} 様', 'お客様'],
  unsubscribe: 'このメッセージの配信を停止する',
  unsubscribePage: {
    title: '配信停止',
    question: 'メールでの通知を停止しますか？',
    button: '配信を停止する',
    done: '今後、メールでの通知は届きません。',
    still: '緊急のお知らせとアカウントに関するお知らせは引き続き送信されます。',
  },
  words: {
    role: { auditor: '監査担当', agent: '担当者', officer: '責任者', owner: 'オーナー' },
    severity: { Low: '低', Medium: '中', High: '高', Critical: '重大' },
    incident: {
      ...{ Delay: '遅延', Accident: '事故', Breakdown: '故障', Weather: '悪天候', Theft: '盗難' },
      ...{ Address: '住所の問題', Other: 'その他の事象' },
    },
  },
  templates: {
    verification: {
      title: 'メールアドレスをご確認ください',
      body: [
        'このメールアドレスがご本人のものであることをご確認ください。確認後、アカウントをご利用いただけます。',
        { button: 'メールアドレスを確認する' },
        once,
        '登録された覚えがない場合は、このメールを無視してください。',
      ],
    },
    'sign-up-again': {
      title: 'すでにアカウントをお持ちです',
      body: [
        'このメールアドレスで新規登録の手続きがありました。すでにアカウントがあるため、新しいアカウントは作成されていません。',
        { button: 'ログイン' },
        'パスワードをお忘れの場合は、ログイン画面から再設定できます。お心当たりがない場合は、このメールを無視してください。',
      ],
    },
    'password-reset': {
      title: '新しいパスワードの設定',
      body: [
        'パスワード再設定のご依頼を受け付けました。こちらから設定してください。',
        { button: 'パスワードを設定する' },
        once,
        'ご依頼されていない場合は、このメールを無視してください。パスワードは変更されていません。',
      ],
    },
    'sign-in-link': {
      title: 'ログイン用リンク',
      body: [
        'このリンクから、パスワードなしでログインできます。',
        { button: 'ログイン' },
        `${once}リンクを知っている人は誰でもアカウントを使用できるため、このメールを転送しないでください。`,
        'ご依頼されていない場合は、このメールを無視してください。',
      ],
    },
    invitation: {
      title: '{organization}への招待',
      body: [
        '{inviter}さんから、{organization}への招待が届いています。役割：{role}',
        { button: '招待を見る' },
        '差出人に心当たりがない場合は、このメールを無視してください。承諾するまでメンバーにはなりません。',
      ],
    },
    'password-changed': {
      title: 'パスワードが変更されました',
      body: ['アカウントのパスワードが変更されました。', origin, notYou],
    },
    'second-factor-enabled': {
      title: '2段階認証が有効になりました',
      body: ['今後のログインには、認証アプリのコードも必要です。', origin, notYou],
    },
    'second-factor-removed': {
      title: '2段階認証が無効になりました',
      body: ['今後は、パスワードだけでログインできます。', origin, notYou],
    },
    'backup-codes-renewed': {
      title: 'バックアップコードが更新されました',
      body: ['アカウントのバックアップコードが新しくなりました。以前のコードは使用できません。', origin, notYou],
    },
    'new-device': {
      title: 'アカウントへの新しいログイン',
      body: [
        'これまで使用されたことのない端末で、アカウントが使用されました。',
        origin,
        `ご本人による操作であれば、対応は不要です。${notYou}`,
      ],
    },
    'api-key-expiring': {
      title: '{organization}のAPIキーの有効期限が近づいています',
      body: [
        '{organization}のAPIキー「{apiKey}」は、{expiresAt}に使用できなくなります。ご利用中のシステムが停止しないよう、それまでに新しいキーへ交換してください。',
        { facts: { キー: '{apiKey}', 先頭の文字: '{prefix}', 有効期限: '{expiresAt}' } },
        { button: 'APIキーを管理する' },
      ],
    },
    'delivery-picked-up': {
      title: ['お荷物 {reference} を発送しました', 'お荷物を発送しました'],
      body: [
        ['{organization}がお荷物 {reference} を集荷しました。', '{organization}がお荷物を集荷しました。'],
        'お届け予定：{window}',
        { button: '配送状況を見る' },
      ],
      sms: ['{organization}：お荷物 {reference} を発送しました。', '{organization}：お荷物を発送しました。'],
    },
    'delivery-out-for-delivery': {
      title: ['お荷物 {reference} は本日お届けします', 'お荷物は本日お届けします'],
      body: [
        [
          '{organization}のドライバーが、お荷物 {reference} をお届けに向かっています。',
          '{organization}のドライバーが、お荷物をお届けに向かっています。',
        ],
        'お届け予定：{window}',
        { button: '配送状況を見る' },
      ],
      sms: [
        '{organization}：ドライバーがお荷物 {reference} をお届けに向かっています。',
        '{organization}：ドライバーがお荷物をお届けに向かっています。',
      ],
    },
    'delivery-delivered': {
      title: ['お荷物 {reference} をお届けしました', 'お荷物をお届けしました'],
      body: [
        [
          '{organization}からのお荷物 {reference} をお届けしました（{at}）。',
          '{organization}からのお荷物をお届けしました（{at}）。',
        ],
        'お受け取りになっていない場合は、{organization}までお問い合わせください。',
        { button: '配送内容を見る' },
      ],
      sms: ['{organization}：お荷物 {reference} をお届けしました。', '{organization}：お荷物をお届けしました。'],
    },
    'delivery-failed': {
      title: ['お荷物 {reference} をお届けできませんでした', 'お荷物をお届けできませんでした'],
      body: [
        [
          '申し訳ございません。{organization}からのお荷物 {reference} をお渡しできませんでした。',
          '申し訳ございません。{organization}からのお荷物をお渡しできませんでした。',
        ],
        { facts: { 理由: '{reason}' } },
        '次回のお届けについては、{organization}からご連絡します。現在、お客様の対応は必要ありません。',
        { button: '配送内容を見る' },
      ],
      sms: [
        '{organization}：お荷物 {reference} をお渡しできませんでした。改めてお届けします。',
        '{organization}：お荷物をお渡しできませんでした。改めてお届けします。',
      ],
    },
    'delivery-late': {
      title: ['お荷物 {reference} のお届けが遅れています', 'お荷物のお届けが遅れています'],
      body: [
        [
          '申し訳ございません。{organization}からのお荷物 {reference} のお届けが予定より遅れます。',
          '申し訳ございません。{organization}からのお荷物のお届けが予定より遅れます。',
        ],
        '新しいお届け予定：{window}',
        { button: '配送状況を見る' },
      ],
      sms: [
        '{organization}：申し訳ございません。お荷物 {reference} のお届けが遅れています。',
        '{organization}：申し訳ございません。お荷物のお届けが遅れています。',
      ],
    },
    'incident-reported': {
      title: '{incident}（重要度：{severity}）',
      body: [
        '{organization}で事象が報告されました。',
        {
          facts: {
            ...{ 種類: '{incident}', 重要度: '{severity}', 配送: '{reference}' },
            ...{ 報告日時: '{at}', 内容: '{reason}' },
          },
        },
        { button: '詳細を見る' },
      ],
      sms: [
        '{organization}：{incident}、重要度 {severity}、配送 {reference}',
        '{organization}：{incident}、重要度 {severity}',
      ],
    },
    'webhook-disabled': {
      title: '{organization}のWebhookが無効になりました',
      body: [
        'このWebhookへの送信が3日間すべて失敗したため、無効にしました。新しいイベントは送信されません。',
        { facts: { 送信先: '{endpoint}', 失敗の開始: '{since}', 最後のエラー: '{reason}' } },
        '送信先が復旧したら、Webhookを有効にして、失敗した送信を再実行してください。',
        { button: 'Webhookを見る' },
      ],
      sms: '{organization}：送信が3日間すべて失敗したため、Webhookを無効にしました。',
    },
  },
};
