import type { Catalogue } from '../catalogue.ts';

const origin = { facts: { Gerät: '{device}', Ort: '{place}', 'IP-Adresse': '{ip}' } };
const notYou =
  'Wenn Sie das nicht waren, setzen Sie jetzt Ihr Passwort zurück und beenden Sie alle Sitzungen, die Sie nicht erkennen.';
const once = 'Der Link gilt eine Stunde lang und kann nur einmal verwendet werden.';

export const de: Catalogue = {
  greeting: ['Guten Tag {name},', 'Guten Tag,'],
  unsubscribe: 'Diese Nachrichten abbestellen',
  unsubscribePage: {
    title: 'Abbestellen',
    question: 'Möchten Sie keine Benachrichtigungen mehr per E-Mail erhalten?',
    button: 'Abbestellen',
    done: 'Sie erhalten keine Benachrichtigungen mehr per E-Mail.',
    still: 'Dringende Nachrichten und solche zu Ihrem Konto werden weiterhin gesendet.',
  },
  words: {
    role: { auditor: 'Prüfer', agent: 'Mitarbeiter', officer: 'Leiter', owner: 'Inhaber' },
    severity: { Low: 'niedrig', Medium: 'mittel', High: 'hoch', Critical: 'kritisch' },
    incident: {
      ...{ Delay: 'Verspätung', Accident: 'Unfall', Breakdown: 'Panne', Weather: 'Wetter', Theft: 'Diebstahl' },
      ...{ Address: 'Problem mit der Adresse', Other: 'Anderer Vorfall' },
    },
  },
  templates: {
    verification: {
      title: 'Bestätigen Sie Ihre E-Mail-Adresse',
      body: [
        'Bitte bestätigen Sie, dass diese E-Mail-Adresse Ihnen gehört. Danach können Sie Ihr Konto verwenden.',
        { button: 'E-Mail-Adresse bestätigen' },
        once,
        'Wenn Sie sich nicht registriert haben, können Sie diese Nachricht ignorieren. Es geschieht dann nichts.',
      ],
    },
    'sign-up-again': {
      title: 'Sie haben bereits ein Konto',
      body: [
        'Jemand, vermutlich Sie selbst, wollte sich mit dieser E-Mail-Adresse registrieren. Zu ihr gibt es schon ein Konto, deshalb wurde kein neues angelegt.',
        { button: 'Anmelden' },
        'Wenn Sie Ihr Passwort vergessen haben, können Sie dort ein neues wählen. Wenn Sie das nicht waren, können Sie diese Nachricht ignorieren.',
      ],
    },
    'password-reset': {
      title: 'Neues Passwort wählen',
      body: [
        'Sie haben ein neues Passwort angefordert. Hier können Sie es wählen:',
        { button: 'Neues Passwort wählen' },
        once,
        'Wenn Sie es nicht angefordert haben, können Sie diese Nachricht ignorieren. Ihr Passwort ist unverändert.',
      ],
    },
    'sign-in-link': {
      title: 'Ihr Link zum Anmelden',
      body: [
        'Mit diesem Link melden Sie sich ohne Passwort an:',
        { button: 'Anmelden' },
        `${once} Leiten Sie diese Nachricht nicht weiter: Wer den Link hat, kann Ihr Konto verwenden.`,
        'Wenn Sie ihn nicht angefordert haben, können Sie diese Nachricht ignorieren.',
      ],
    },
    invitation: {
      title: 'Einladung zu {organization}',
      body: [
        '{inviter} lädt Sie ein, bei {organization} mitzuarbeiten. Ihre Rolle: {role}.',
        { button: 'Einladung ansehen' },
        'Wenn Sie den Absender nicht kennen, können Sie diese Nachricht ignorieren. Sie werden nur Mitglied, wenn Sie zustimmen.',
      ],
    },
    'password-changed': {
      title: 'Ihr Passwort wurde geändert',
      body: ['Das Passwort Ihres Kontos wurde geändert.', origin, notYou],
    },
    'second-factor-enabled': {
      title: 'Die Bestätigung in zwei Schritten ist eingeschaltet',
      body: ['Ab jetzt brauchen Sie zum Anmelden auch einen Code aus Ihrer Authenticator-App.', origin, notYou],
    },
    'second-factor-removed': {
      title: 'Die Bestätigung in zwei Schritten ist ausgeschaltet',
      body: ['Ab jetzt genügt zum Anmelden Ihr Passwort.', origin, notYou],
    },
    'backup-codes-renewed': {
      title: 'Sie haben neue Ersatzcodes',
      body: ['Die Ersatzcodes Ihres Kontos wurden erneuert. Die alten gelten nicht mehr.', origin, notYou],
    },
    'new-device': {
      title: 'Neue Anmeldung in Ihrem Konto',
      body: [
        'Ihr Konto wurde auf einem Gerät verwendet, das wir noch nicht kennen.',
        origin,
        `Wenn Sie das waren, müssen Sie nichts tun. ${notYou}`,
      ],
    },
    'api-key-expiring': {
      title: 'Ein API-Schlüssel von {organization} läuft bald ab',
      body: [
        'Der API-Schlüssel „{apiKey}“ von {organization} gilt nur noch bis {expiresAt}. Ersetzen Sie ihn vorher, damit die Systeme, die ihn verwenden, weiter funktionieren.',
        { facts: { Schlüssel: '{apiKey}', 'Beginnt mit': '{prefix}', 'Gültig bis': '{expiresAt}' } },
        { button: 'API-Schlüssel verwalten' },
      ],
    },
    'delivery-picked-up': {
      title: ['Ihre Lieferung {reference} ist unterwegs', 'Ihre Lieferung ist unterwegs'],
      body: [
        ['{organization} hat Ihre Lieferung {reference} abgeholt.', '{organization} hat Ihre Lieferung abgeholt.'],
        'Voraussichtliche Ankunft: {window}.',
        { button: 'Lieferung verfolgen' },
      ],
      sms: [
        '{organization}: Ihre Lieferung {reference} ist unterwegs.',
        '{organization}: Ihre Lieferung ist unterwegs.',
      ],
    },
    'delivery-out-for-delivery': {
      title: ['Ihre Lieferung {reference} kommt heute', 'Ihre Lieferung kommt heute'],
      body: [
        [
          'Der Fahrer von {organization} ist mit Ihrer Lieferung {reference} auf dem Weg zu Ihnen.',
          'Der Fahrer von {organization} ist mit Ihrer Lieferung auf dem Weg zu Ihnen.',
        ],
        'Voraussichtliche Ankunft: {window}.',
        { button: 'Lieferung verfolgen' },
      ],
      sms: [
        '{organization}: Der Fahrer ist mit Ihrer Lieferung {reference} auf dem Weg zu Ihnen.',
        '{organization}: Der Fahrer ist mit Ihrer Lieferung auf dem Weg zu Ihnen.',
      ],
    },
    'delivery-delivered': {
      title: ['Ihre Lieferung {reference} ist angekommen', 'Ihre Lieferung ist angekommen'],
      body: [
        [
          'Ihre Lieferung {reference} von {organization} wurde zugestellt: {at}.',
          'Ihre Lieferung von {organization} wurde zugestellt: {at}.',
        ],
        'Wenn Sie sie nicht erhalten haben, wenden Sie sich bitte an {organization}.',
        { button: 'Lieferung ansehen' },
      ],
      sms: [
        '{organization}: Ihre Lieferung {reference} ist angekommen.',
        '{organization}: Ihre Lieferung ist angekommen.',
      ],
    },
    'delivery-failed': {
      title: ['Lieferung {reference} konnte nicht zugestellt werden', 'Ihre Lieferung konnte nicht zugestellt werden'],
      body: [
        [
          'Es tut uns leid: Ihre Lieferung {reference} von {organization} konnte nicht übergeben werden.',
          'Es tut uns leid: Ihre Lieferung von {organization} konnte nicht übergeben werden.',
        ],
        { facts: { Grund: '{reason}' } },
        '{organization} teilt Ihnen mit, wann der nächste Versuch stattfindet. Sie müssen jetzt nichts tun.',
        { button: 'Lieferung ansehen' },
      ],
      sms: [
        '{organization}: Ihre Lieferung {reference} konnte nicht übergeben werden. Wir versuchen es wieder.',
        '{organization}: Ihre Lieferung konnte nicht übergeben werden. Wir versuchen es wieder.',
      ],
    },
    'delivery-late': {
      title: ['Ihre Lieferung {reference} verspätet sich', 'Ihre Lieferung verspätet sich'],
      body: [
        [
          'Es tut uns leid: Ihre Lieferung {reference} von {organization} kommt später als zugesagt.',
          'Es tut uns leid: Ihre Lieferung von {organization} kommt später als zugesagt.',
        ],
        'Neue voraussichtliche Ankunft: {window}.',
        { button: 'Lieferung verfolgen' },
      ],
      sms: [
        '{organization}: Ihre Lieferung {reference} verspätet sich leider.',
        '{organization}: Ihre Lieferung verspätet sich leider.',
      ],
    },
    'incident-reported': {
      title: '{incident}: Schweregrad {severity}',
      body: [
        'Bei {organization} wurde ein Vorfall gemeldet.',
        {
          facts: {
            ...{ Vorfall: '{incident}', Schweregrad: '{severity}', Lieferung: '{reference}' },
            ...{ Gemeldet: '{at}', Beschreibung: '{reason}' },
          },
        },
        { button: 'Vorfall ansehen' },
      ],
      sms: [
        '{organization}: {incident}, Schweregrad {severity}, Lieferung {reference}.',
        '{organization}: {incident}, Schweregrad {severity}.',
      ],
    },
    'webhook-disabled': {
      title: 'Ein Webhook von {organization} wurde abgeschaltet',
      body: [
        'Drei Tage lang sind alle Zustellungen an diesen Webhook fehlgeschlagen, deshalb wurde er abgeschaltet. Neue Ereignisse werden nicht mehr an ihn gesendet.',
        { facts: { Adresse: '{endpoint}', 'Fehler seit': '{since}', 'Letzter Fehler': '{reason}' } },
        'Schalten Sie den Webhook wieder ein, sobald die Adresse erreichbar ist, und wiederholen Sie die fehlgeschlagenen Zustellungen.',
        { button: 'Webhook ansehen' },
      ],
      sms: '{organization}: Ein Webhook wurde abgeschaltet, weil drei Tage lang alle Zustellungen fehlschlugen.',
    },
  },
};
