import type { Catalogue } from '../catalogue.ts';

const origin = { facts: { Appareil: '{device}', Lieu: '{place}', 'Adresse IP': '{ip}' } };
const notYou =
  'Si ce n’était pas vous, réinitialisez votre mot de passe dès maintenant et fermez les sessions que vous ne reconnaissez pas.';
const once = 'Ce lien est valable une heure et ne peut être utilisé qu’une fois.';

export const fr: Catalogue = {
  greeting: ['Bonjour {name},', 'Bonjour,'],
  unsubscribe: 'Ne plus recevoir ces messages',
  unsubscribePage: {
    title: 'Se désabonner',
    question: 'Souhaitez-vous ne plus recevoir de notifications par e-mail ?',
    button: 'Se désabonner',
    done: 'Vous ne recevrez plus de notifications par e-mail.',
    still: 'Les messages urgents et ceux qui concernent votre compte vous seront toujours envoyés.',
  },
  words: {
    role: { auditor: 'auditeur', agent: 'agent', officer: 'responsable', owner: 'propriétaire' },
    severity: { Low: 'faible', Medium: 'moyenne', High: 'élevée', Critical: 'critique' },
    incident: {
      ...{ Delay: 'Retard', Accident: 'Accident', Breakdown: 'Panne', Weather: 'Intempéries', Theft: 'Vol' },
      ...{ Address: 'Problème d’adresse', Other: 'Autre incident' },
    },
  },
  templates: {
    verification: {
      title: 'Confirmez votre adresse e-mail',
      body: [
        'Merci de confirmer que cette adresse e-mail est la vôtre. Vous pourrez ensuite utiliser votre compte.',
        { button: 'Confirmer l’adresse e-mail' },
        once,
        'Si vous n’avez pas créé de compte, vous pouvez ignorer ce message : il ne se passera rien.',
      ],
    },
    'sign-up-again': {
      title: 'Vous avez déjà un compte',
      body: [
        'Quelqu’un, probablement vous, a voulu créer un compte avec cette adresse e-mail. Elle a déjà un compte, aucun nouveau n’a donc été créé.',
        { button: 'Se connecter' },
        'Si vous avez oublié votre mot de passe, vous pourrez en choisir un nouveau. Si ce n’était pas vous, vous pouvez ignorer ce message.',
      ],
    },
    'password-reset': {
      title: 'Choisissez un nouveau mot de passe',
      body: [
        'Vous avez demandé un nouveau mot de passe. Vous pouvez le choisir ici :',
        { button: 'Choisir un mot de passe' },
        once,
        'Si vous n’avez rien demandé, vous pouvez ignorer ce message. Votre mot de passe n’a pas changé.',
      ],
    },
    'sign-in-link': {
      title: 'Votre lien de connexion',
      body: [
        'Ce lien vous permet de vous connecter sans mot de passe :',
        { button: 'Se connecter' },
        `${once} Ne transférez pas ce message : toute personne qui a le lien peut utiliser votre compte.`,
        'Si vous n’avez rien demandé, vous pouvez ignorer ce message.',
      ],
    },
    invitation: {
      title: 'Invitation de {organization}',
      body: [
        '{inviter} vous invite à rejoindre {organization}. Votre rôle : {role}.',
        { button: 'Voir l’invitation' },
        'Si vous ne connaissez pas l’expéditeur, vous pouvez ignorer ce message. Vous ne devenez membre que si vous acceptez.',
      ],
    },
    'password-changed': {
      title: 'Votre mot de passe a été modifié',
      body: ['Le mot de passe de votre compte a été modifié.', origin, notYou],
    },
    'second-factor-enabled': {
      title: 'La validation en deux étapes est activée',
      body: [
        'Désormais, un code de votre application d’authentification est aussi nécessaire pour vous connecter.',
        origin,
        notYou,
      ],
    },
    'second-factor-removed': {
      title: 'La validation en deux étapes est désactivée',
      body: ['Désormais, votre mot de passe suffit pour vous connecter.', origin, notYou],
    },
    'backup-codes-renewed': {
      title: 'Vous avez de nouveaux codes de secours',
      body: [
        'Les codes de secours de votre compte ont été remplacés. Les anciens ne sont plus valables.',
        origin,
        notYou,
      ],
    },
    'new-device': {
      title: 'Nouvelle connexion à votre compte',
      body: [
        'Votre compte a été utilisé sur un appareil que nous ne connaissons pas encore.',
        origin,
        `Si c’était vous, vous n’avez rien à faire. ${notYou}`,
      ],
    },
    'api-key-expiring': {
      title: 'Une clé d’API de {organization} expire bientôt',
      body: [
        'La clé d’API « {apiKey} » de {organization} cessera de fonctionner le {expiresAt}. Remplacez-la avant cette date pour que les systèmes qui l’utilisent continuent de fonctionner.',
        { facts: { Clé: '{apiKey}', 'Commence par': '{prefix}', 'Expire le': '{expiresAt}' } },
        { button: 'Gérer les clés d’API' },
      ],
    },
    'delivery-picked-up': {
      title: ['Votre livraison {reference} est en route', 'Votre livraison est en route'],
      body: [
        [
          '{organization} a pris en charge votre livraison {reference}.',
          '{organization} a pris en charge votre livraison.',
        ],
        'Arrivée prévue : {window}.',
        { button: 'Suivre la livraison' },
      ],
      sms: [
        '{organization} : votre livraison {reference} est en route.',
        '{organization} : votre livraison est en route.',
      ],
    },
    'delivery-out-for-delivery': {
      title: ['Votre livraison {reference} arrive aujourd’hui', 'Votre livraison arrive aujourd’hui'],
      body: [
        [
          'Le livreur de {organization} est en chemin avec votre livraison {reference}.',
          'Le livreur de {organization} est en chemin avec votre livraison.',
        ],
        'Arrivée prévue : {window}.',
        { button: 'Suivre la livraison' },
      ],
      sms: [
        '{organization} : le livreur est en chemin avec votre livraison {reference}.',
        '{organization} : le livreur est en chemin avec votre livraison.',
      ],
    },
    'delivery-delivered': {
      title: ['Votre livraison {reference} est arrivée', 'Votre livraison est arrivée'],
      body: [
        [
          'Votre livraison {reference} de {organization} a été remise : {at}.',
          'Votre livraison de {organization} a été remise : {at}.',
        ],
        'Si vous ne l’avez pas reçue, merci de contacter {organization}.',
        { button: 'Voir la livraison' },
      ],
      sms: [
        '{organization} : votre livraison {reference} est arrivée.',
        '{organization} : votre livraison est arrivée.',
      ],
    },
    'delivery-failed': {
      title: ['La livraison {reference} n’a pas pu être remise', 'Votre livraison n’a pas pu être remise'],
      body: [
        [
          'Nous sommes désolés : votre livraison {reference} de {organization} n’a pas pu être remise.',
          'Nous sommes désolés : votre livraison de {organization} n’a pas pu être remise.',
        ],
        { facts: { Motif: '{reason}' } },
        '{organization} vous préviendra de la prochaine tentative. Vous n’avez rien à faire pour l’instant.',
        { button: 'Voir la livraison' },
      ],
      sms: [
        '{organization} : votre livraison {reference} n’a pas pu être remise. Nous essaierons de nouveau.',
        '{organization} : votre livraison n’a pas pu être remise. Nous essaierons de nouveau.',
      ],
    },
    'delivery-late': {
      title: ['Votre livraison {reference} est en retard', 'Votre livraison est en retard'],
      body: [
        [
          'Nous sommes désolés : votre livraison {reference} de {organization} arrivera plus tard que prévu.',
          'Nous sommes désolés : votre livraison de {organization} arrivera plus tard que prévu.',
        ],
        'Nouvelle arrivée prévue : {window}.',
        { button: 'Suivre la livraison' },
      ],
      sms: [
        '{organization} : désolés, votre livraison {reference} est en retard.',
        '{organization} : désolés, votre livraison est en retard.',
      ],
    },
    'incident-reported': {
      title: '{incident} : gravité {severity}',
      body: [
        'Un incident a été signalé chez {organization}.',
        {
          facts: {
            ...{ Incident: '{incident}', Gravité: '{severity}', Livraison: '{reference}' },
            ...{ Signalé: '{at}', Détails: '{reason}' },
          },
        },
        { button: 'Voir l’incident' },
      ],
      sms: [
        '{organization} : {incident}, gravité {severity}, livraison {reference}.',
        '{organization} : {incident}, gravité {severity}.',
      ],
    },
    'webhook-disabled': {
      title: 'Un webhook de {organization} a été désactivé',
      body: [
        'Tous les envois à ce webhook ont échoué pendant trois jours, il a donc été désactivé. Les nouveaux événements ne lui sont plus envoyés.',
        { facts: { Adresse: '{endpoint}', 'En échec depuis': '{since}', 'Dernière erreur': '{reason}' } },
        'Quand l’adresse fonctionnera de nouveau, réactivez le webhook et répétez les envois qui ont échoué.',
        { button: 'Voir le webhook' },
      ],
      sms: '{organization} : un webhook a été désactivé, car tous ses envois ont échoué pendant trois jours.',
    },
  },
};
