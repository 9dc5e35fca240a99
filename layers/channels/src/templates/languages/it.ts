import type { Catalogue } from '../catalogue.ts';

const origin = { facts: { Dispositivo: '{device}', Luogo: '{place}', 'Indirizzo IP': '{ip}' } };
const notYou = 'Se non eri tu, reimposta subito la password e chiudi le sessioni che non riconosci.';
const once = 'Il link è valido per un’ora e può essere usato una sola volta.';

export const it: Catalogue = {
  greeting: ['Ciao {name},', 'Ciao,'],
  unsubscribe: 'Non ricevere più questi messaggi',
  unsubscribePage: {
    title: 'Annulla l’iscrizione',
    question: 'Non ricevere più notifiche via e-mail?',
    button: 'Annulla l’iscrizione',
    done: 'Non verranno più inviate notifiche via e-mail.',
    still: 'I messaggi urgenti e quelli relativi all’account verranno ancora inviati.',
  },
  words: {
    role: { auditor: 'revisore', agent: 'agente', officer: 'responsabile', owner: 'proprietario' },
    severity: { Low: 'bassa', Medium: 'media', High: 'alta', Critical: 'critica' },
    incident: {
      ...{ Delay: 'Ritardo', Accident: 'Incidente', Breakdown: 'Guasto', Weather: 'Maltempo', Theft: 'Furto' },
      ...{ Address: 'Problema con l’indirizzo', Other: 'Altro evento' },
    },
  },
  templates: {
    verification: {
      title: 'Conferma il tuo indirizzo e-mail',
      body: [
        'Conferma che questo indirizzo e-mail è tuo. Poi potrai usare il tuo account.',
        { button: 'Conferma l’indirizzo' },
        once,
        'Se non ti sei registrato, puoi ignorare questo messaggio: non succederà nulla.',
      ],
    },
    'sign-up-again': {
      title: 'Hai già un account',
      body: [
        'Qualcuno, probabilmente tu, ha provato a registrarsi con questo indirizzo e-mail. L’indirizzo ha già un account, quindi non ne è stato creato uno nuovo.',
        { button: 'Accedi' },
        'Se hai dimenticato la password, puoi sceglierne una nuova. Se non eri tu, puoi ignorare questo messaggio.',
      ],
    },
    'password-reset': {
      title: 'Scegli una nuova password',
      body: [
        'Hai chiesto una nuova password. Puoi sceglierla qui:',
        { button: 'Scegli la password' },
        once,
        'Se non l’hai chiesta, puoi ignorare questo messaggio. La tua password non è cambiata.',
      ],
    },
    'sign-in-link': {
      title: 'Il tuo link di accesso',
      body: [
        'Con questo link accedi senza password:',
        { button: 'Accedi' },
        `${once} Non inoltrare questo messaggio: chi ha il link può usare il tuo account.`,
        'Se non l’hai chiesto, puoi ignorare questo messaggio.',
      ],
    },
    invitation: {
      title: 'Invito a {organization}',
      body: [
        '{inviter} ti invita a lavorare con {organization}. Il tuo ruolo: {role}.',
        { button: 'Vedi l’invito' },
        'Se non conosci il mittente, puoi ignorare questo messaggio. Diventi membro solo se accetti.',
      ],
    },
    'password-changed': {
      title: 'La tua password è stata cambiata',
      body: ['La password del tuo account è stata cambiata.', origin, notYou],
    },
    'second-factor-enabled': {
      title: 'La verifica in due passaggi è attiva',
      body: ['Da ora, per accedere serve anche un codice della tua app di autenticazione.', origin, notYou],
    },
    'second-factor-removed': {
      title: 'La verifica in due passaggi non è più attiva',
      body: ['Da ora, per accedere basta la tua password.', origin, notYou],
    },
    'backup-codes-renewed': {
      title: 'Hai nuovi codici di backup',
      body: [
        'I codici di backup del tuo account sono stati sostituiti. Quelli vecchi non sono più validi.',
        origin,
        notYou,
      ],
    },
    'new-device': {
      title: 'Nuovo accesso al tuo account',
      body: [
        'Il tuo account è stato usato su un dispositivo che non conoscevamo.',
        origin,
        `Se eri tu, non devi fare nulla. ${notYou}`,
      ],
    },
    'api-key-expiring': {
      title: 'Una chiave API di {organization} sta per scadere',
      body: [
        'La chiave API “{apiKey}” di {organization} smetterà di funzionare: {expiresAt}. Sostituiscila prima, così i sistemi che la usano continueranno a funzionare.',
        { facts: { Chiave: '{apiKey}', 'Inizia con': '{prefix}', Scadenza: '{expiresAt}' } },
        { button: 'Gestisci le chiavi API' },
      ],
    },
    'delivery-picked-up': {
      title: ['La tua consegna {reference} è in viaggio', 'La tua consegna è in viaggio'],
      body: [
        ['{organization} ha ritirato la tua consegna {reference}.', '{organization} ha ritirato la tua consegna.'],
        'Arrivo previsto: {window}.',
        { button: 'Segui la consegna' },
      ],
      sms: [
        '{organization}: la tua consegna {reference} è in viaggio.',
        '{organization}: la tua consegna è in viaggio.',
      ],
    },
    'delivery-out-for-delivery': {
      title: ['La tua consegna {reference} arriva oggi', 'La tua consegna arriva oggi'],
      body: [
        [
          'Il corriere di {organization} sta arrivando con la tua consegna {reference}.',
          'Il corriere di {organization} sta arrivando con la tua consegna.',
        ],
        'Arrivo previsto: {window}.',
        { button: 'Segui la consegna' },
      ],
      sms: [
        '{organization}: il corriere sta arrivando con la tua consegna {reference}.',
        '{organization}: il corriere sta arrivando con la tua consegna.',
      ],
    },
    'delivery-delivered': {
      title: ['La tua consegna {reference} è arrivata', 'La tua consegna è arrivata'],
      body: [
        [
          'La tua consegna {reference} di {organization} è stata effettuata: {at}.',
          'La tua consegna di {organization} è stata effettuata: {at}.',
        ],
        'Se non l’hai ricevuta, contatta {organization}.',
        { button: 'Vedi la consegna' },
      ],
      sms: ['{organization}: la tua consegna {reference} è arrivata.', '{organization}: la tua consegna è arrivata.'],
    },
    'delivery-failed': {
      title: ['Non siamo riusciti a consegnare {reference}', 'Non siamo riusciti a fare la tua consegna'],
      body: [
        [
          'Ci dispiace: la tua consegna {reference} di {organization} non è stata possibile.',
          'Ci dispiace: la tua consegna di {organization} non è stata possibile.',
        ],
        { facts: { Motivo: '{reason}' } },
        '{organization} ti avviserà del prossimo tentativo. Per ora non devi fare nulla.',
        { button: 'Vedi la consegna' },
      ],
      sms: [
        '{organization}: la tua consegna {reference} non è stata possibile. Riproveremo.',
        '{organization}: la tua consegna non è stata possibile. Riproveremo.',
      ],
    },
    'delivery-late': {
      title: ['La tua consegna {reference} è in ritardo', 'La tua consegna è in ritardo'],
      body: [
        [
          'Ci dispiace: la tua consegna {reference} di {organization} arriverà più tardi del previsto.',
          'Ci dispiace: la tua consegna di {organization} arriverà più tardi del previsto.',
        ],
        'Nuovo arrivo previsto: {window}.',
        { button: 'Segui la consegna' },
      ],
      sms: [
        '{organization}: ci dispiace, la tua consegna {reference} è in ritardo.',
        '{organization}: ci dispiace, la tua consegna è in ritardo.',
      ],
    },
    'incident-reported': {
      title: '{incident}: gravità {severity}',
      body: [
        'È stato segnalato un evento presso {organization}.',
        {
          facts: {
            ...{ Evento: '{incident}', Gravità: '{severity}', Consegna: '{reference}' },
            ...{ Segnalato: '{at}', Descrizione: '{reason}' },
          },
        },
        { button: 'Vedi l’evento' },
      ],
      sms: [
        '{organization}: {incident}, gravità {severity}, consegna {reference}.',
        '{organization}: {incident}, gravità {severity}.',
      ],
    },
    'webhook-disabled': {
      title: 'Un webhook di {organization} è stato disattivato',
      body: [
        'Per tre giorni tutti gli invii a questo webhook sono falliti, quindi è stato disattivato. I nuovi eventi non gli vengono più inviati.',
        { facts: { Indirizzo: '{endpoint}', 'Errori dal': '{since}', 'Ultimo errore': '{reason}' } },
        'Quando l’indirizzo funzionerà di nuovo, riattiva il webhook e ripeti gli invii falliti.',
        { button: 'Vedi il webhook' },
      ],
      sms: '{organization}: un webhook è stato disattivato perché per tre giorni tutti i suoi invii sono falliti.',
    },
  },
};
