import type { Catalogue } from '../catalogue.ts';

const origin = { facts: { Device: '{device}', Place: '{place}', 'IP address': '{ip}' } };
const notYou = 'If this was not you, reset your password now, and end the sessions that you do not recognize.';
const once = 'The link can be used once, within an hour.';

export const en: Catalogue = {
  greeting: ['Hello {name},', 'Hello,'],
  unsubscribe: 'Unsubscribe from these messages',
  unsubscribePage: {
    title: 'Unsubscribe',
    question: 'Stop notifications by email?',
    button: 'Unsubscribe',
    done: 'You will get no more notifications by email.',
    still: 'Urgent messages, and those about your account, are still sent.',
  },
  words: {
    role: { auditor: 'auditor', agent: 'agent', officer: 'officer', owner: 'owner' },
    severity: { Low: 'low', Medium: 'medium', High: 'high', Critical: 'critical' },
    incident: {
      ...{ Delay: 'Delay', Accident: 'Accident', Breakdown: 'Breakdown', Weather: 'Weather', Theft: 'Theft' },
      ...{ Address: 'Problem with the address', Other: 'Other incident' },
    },
  },
  templates: {
    verification: {
      title: 'Confirm your email address',
      body: [
        'Please confirm that this is your email address. Your account can be used after that.',
        { button: 'Confirm email address' },
        once,
        'If you did not sign up, you can ignore this message: nothing will happen.',
      ],
    },
    'sign-up-again': {
      title: 'You already have an account',
      body: [
        'Somebody, probably you, tried to sign up with this email address. It already has an account, so no new one was created.',
        { button: 'Sign in' },
        'If you have forgotten your password, you can choose a new one there. If it was not you, you can ignore this message.',
      ],
    },
    'password-reset': {
      title: 'Choose a new password',
      body: [
        'You asked for a new password. Choose it here:',
        { button: 'Choose a new password' },
        once,
        'If you did not ask for it, you can ignore this message. Your password has not changed.',
      ],
    },
    'sign-in-link': {
      title: 'Your link to sign in',
      body: [
        'With this link you sign in without a password:',
        { button: 'Sign in' },
        `${once} Do not forward this message: anyone who has the link can use your account.`,
        'If you did not ask for it, you can ignore this message.',
      ],
    },
    invitation: {
      title: 'Invitation to {organization}',
      body: [
        '{inviter} invites you to work with {organization}, with the role of {role}.',
        { button: 'View invitation' },
        'If you do not know the sender, you can ignore this message. You become a member only if you accept.',
      ],
    },
    'password-changed': {
      title: 'Your password has been changed',
      body: ['The password of your account has been changed.', origin, notYou],
    },
    'second-factor-enabled': {
      title: 'Two-step verification is on',
      body: ['From now on, signing in also takes a code from your authenticator app.', origin, notYou],
    },
    'second-factor-removed': {
      title: 'Two-step verification is off',
      body: ['From now on, signing in takes your password only.', origin, notYou],
    },
    'backup-codes-renewed': {
      title: 'You have new backup codes',
      body: ['The backup codes of your account have been replaced. The old ones are no longer valid.', origin, notYou],
    },
    'new-device': {
      title: 'New sign-in to your account',
      body: [
        'Your account was used on a device that we have not seen before.',
        origin,
        `If it was you, there is nothing to do. ${notYou}`,
      ],
    },
    'api-key-expiring': {
      title: 'An API key of {organization} is about to expire',
      body: [
        'The API key “{apiKey}” of {organization} stops working on {expiresAt}. Replace it before then, so that the systems that use it keep working.',
        { facts: { Key: '{apiKey}', 'Begins with': '{prefix}', 'Expires on': '{expiresAt}' } },
        { button: 'Manage API keys' },
      ],
    },
    'delivery-picked-up': {
      title: ['Your delivery {reference} is on its way', 'Your delivery is on its way'],
      body: [
        ['{organization} has picked up your delivery {reference}.', '{organization} has picked up your delivery.'],
        'It is expected {window}.',
        { button: 'Track delivery' },
      ],
      sms: ['{organization}: your delivery {reference} is on its way.', '{organization}: your delivery is on its way.'],
    },
    'delivery-out-for-delivery': {
      title: ['Your delivery {reference} arrives today', 'Your delivery arrives today'],
      body: [
        [
          'The driver of {organization} is on the way to you with your delivery {reference}.',
          'The driver of {organization} is on the way to you with your delivery.',
        ],
        'It is expected {window}.',
        { button: 'Track delivery' },
      ],
      sms: [
        '{organization}: the driver is on the way to you with your delivery {reference}.',
        '{organization}: the driver is on the way to you with your delivery.',
      ],
    },
    'delivery-delivered': {
      title: ['Your delivery {reference} has arrived', 'Your delivery has arrived'],
      body: [
        [
          'Your delivery {reference} from {organization} was delivered on {at}.',
          'Your delivery from {organization} was delivered on {at}.',
        ],
        'If you have not received it, please contact {organization}.',
        { button: 'View delivery' },
      ],
      sms: ['{organization}: your delivery {reference} has arrived.', '{organization}: your delivery has arrived.'],
    },
    'delivery-failed': {
      title: ['We could not deliver {reference}', 'We could not deliver your delivery'],
      body: [
        [
          'We are sorry: your delivery {reference} from {organization} could not be handed over.',
          'We are sorry: your delivery from {organization} could not be handed over.',
        ],
        { facts: { Reason: '{reason}' } },
        '{organization} will tell you when it tries again. You do not have to do anything now.',
        { button: 'View delivery' },
      ],
      sms: [
        '{organization}: your delivery {reference} could not be handed over. We will try again.',
        '{organization}: your delivery could not be handed over. We will try again.',
      ],
    },
    'delivery-late': {
      title: ['Your delivery {reference} is late', 'Your delivery is late'],
      body: [
        [
          'We are sorry: your delivery {reference} from {organization} arrives later than promised.',
          'We are sorry: your delivery from {organization} arrives later than promised.',
        ],
        'It is now expected {window}.',
        { button: 'Track delivery' },
      ],
      sms: [
        '{organization}: we are sorry, your delivery {reference} is late.',
        '{organization}: we are sorry, your delivery is late.',
      ],
    },
    'incident-reported': {
      title: '{incident}: severity {severity}',
      body: [
        'An incident was reported at {organization}.',
        {
          facts: {
            ...{ Incident: '{incident}', Severity: '{severity}', Delivery: '{reference}' },
            ...{ Reported: '{at}', Description: '{reason}' },
          },
        },
        { button: 'View incident' },
      ],
      sms: [
        '{organization}: {incident}, severity {severity}, delivery {reference}.',
        '{organization}: {incident}, severity {severity}.',
      ],
    },
    'webhook-disabled': {
      title: 'A webhook of {organization} has been disabled',
      body: [
        'All deliveries to this webhook have failed for three days, so it has been disabled. Events that occur now are not sent to it.',
        { facts: { Endpoint: '{endpoint}', 'Failing since': '{since}', 'Last error': '{reason}' } },
        'When the endpoint works again, enable the webhook and repeat the deliveries that failed.',
        { button: 'View webhook' },
      ],
      sms: '{organization}: a webhook has been disabled because all its deliveries failed for three days.',
    },
  },
};
