import type { Catalogue } from '../catalogue.ts';

const origin = { facts: { Dispositivo: '{device}', Lugar: '{place}', 'Dirección IP': '{ip}' } };
const notYou = 'Si no has sido tú, restablece ahora tu contraseña y cierra las sesiones que no reconozcas.';
const once = 'El enlace es válido durante una hora y solo se puede usar una vez.';

export const es: Catalogue = {
  greeting: ['Hola, {name}:', 'Hola:'],
  unsubscribe: 'Dejar de recibir estos mensajes',
  unsubscribePage: {
    title: 'Cancelar la suscripción',
    question: '¿Dejar de recibir notificaciones por correo electrónico?',
    button: 'Cancelar la suscripción',
    done: 'Ya no se enviarán más notificaciones por correo electrónico.',
    still: 'Los mensajes urgentes y los relacionados con la cuenta se seguirán enviando.',
  },
  words: {
    role: { auditor: 'auditor', agent: 'agente', officer: 'responsable', owner: 'propietario' },
    severity: { Low: 'baja', Medium: 'media', High: 'alta', Critical: 'crítica' },
    incident: {
      ...{ Delay: 'Retraso', Accident: 'Accidente', Breakdown: 'Avería', Weather: 'Mal tiempo', Theft: 'Robo' },
      ...{ Address: 'Problema con la dirección', Other: 'Otra incidencia' },
    },
  },
  templates: {
    verification: {
      title: 'Confirma tu correo electrónico',
      body: [
        'Confirma que esta dirección de correo es tuya. Después podrás usar tu cuenta.',
        { button: 'Confirmar el correo' },
        once,
        'Si no te has registrado, puedes ignorar este mensaje: no pasará nada.',
      ],
    },
    'sign-up-again': {
      title: 'Ya tienes una cuenta',
      body: [
        'Alguien, probablemente tú, ha intentado registrarse con esta dirección de correo. Ya tiene una cuenta, así que no se ha creado otra.',
        { button: 'Iniciar sesión' },
        'Si has olvidado tu contraseña, allí puedes elegir una nueva. Si no has sido tú, puedes ignorar este mensaje.',
      ],
    },
    'password-reset': {
      title: 'Elige una nueva contraseña',
      body: [
        'Has pedido una nueva contraseña. Puedes elegirla aquí:',
        { button: 'Elegir contraseña' },
        once,
        'Si no la has pedido, puedes ignorar este mensaje. Tu contraseña no ha cambiado.',
      ],
    },
    'sign-in-link': {
      title: 'Tu enlace para iniciar sesión',
      body: [
        'Con este enlace inicias sesión sin contraseña:',
        { button: 'Iniciar sesión' },
        `${once} No reenvíes este mensaje: quien tenga el enlace puede usar tu cuenta.`,
        'Si no lo has pedido, puedes ignorar este mensaje.',
      ],
    },
    invitation: {
      title: 'Invitación a {organization}',
      body: [
        '{inviter} te invita a trabajar con {organization}. Tu función: {role}.',
        { button: 'Ver la invitación' },
        'Si no conoces al remitente, puedes ignorar este mensaje. Solo serás miembro si aceptas.',
      ],
    },
    'password-changed': {
      title: 'Tu contraseña ha cambiado',
      body: ['Se ha cambiado la contraseña de tu cuenta.', origin, notYou],
    },
    'second-factor-enabled': {
      title: 'La verificación en dos pasos está activada',
      body: [
        'Desde ahora, para iniciar sesión también necesitas un código de tu aplicación de autenticación.',
        origin,
        notYou,
      ],
    },
    'second-factor-removed': {
      title: 'La verificación en dos pasos está desactivada',
      body: ['Desde ahora, para iniciar sesión basta con tu contraseña.', origin, notYou],
    },
    'backup-codes-renewed': {
      title: 'Tienes nuevos códigos de respaldo',
      body: [
        'Se han sustituido los códigos de respaldo de tu cuenta. Los anteriores ya no son válidos.',
        origin,
        notYou,
      ],
    },
    'new-device': {
      title: 'Nuevo inicio de sesión en tu cuenta',
      body: [
        'Tu cuenta se ha usado en un dispositivo que no conocíamos.',
        origin,
        `Si has sido tú, no tienes que hacer nada. ${notYou}`,
      ],
    },
    'api-key-expiring': {
      title: 'Una clave de API de {organization} está a punto de caducar',
      body: [
        'La clave de API «{apiKey}» de {organization} dejará de funcionar el {expiresAt}. Sustitúyela antes para que los sistemas que la usan sigan funcionando.',
        { facts: { Clave: '{apiKey}', 'Empieza por': '{prefix}', 'Caduca el': '{expiresAt}' } },
        { button: 'Gestionar las claves de API' },
      ],
    },
    'delivery-picked-up': {
      title: ['Tu entrega {reference} está en camino', 'Tu entrega está en camino'],
      body: [
        ['{organization} ha recogido tu entrega {reference}.', '{organization} ha recogido tu entrega.'],
        'Llegada prevista: {window}.',
        { button: 'Seguir la entrega' },
      ],
      sms: ['{organization}: tu entrega {reference} está en camino.', '{organization}: tu entrega está en camino.'],
    },
    'delivery-out-for-delivery': {
      title: ['Tu entrega {reference} llega hoy', 'Tu entrega llega hoy'],
      body: [
        [
          'El repartidor de {organization} va hacia ti con tu entrega {reference}.',
          'El repartidor de {organization} va hacia ti con tu entrega.',
        ],
        'Llegada prevista: {window}.',
        { button: 'Seguir la entrega' },
      ],
      sms: [
        '{organization}: el repartidor va hacia ti con tu entrega {reference}.',
        '{organization}: el repartidor va hacia ti con tu entrega.',
      ],
    },
    'delivery-delivered': {
      title: ['Tu entrega {reference} ha llegado', 'Tu entrega ha llegado'],
      body: [
        [
          'Tu entrega {reference} de {organization} se ha entregado: {at}.',
          'Tu entrega de {organization} se ha entregado: {at}.',
        ],
        'Si no la has recibido, ponte en contacto con {organization}.',
        { button: 'Ver la entrega' },
      ],
      sms: ['{organization}: tu entrega {reference} ha llegado.', '{organization}: tu entrega ha llegado.'],
    },
    'delivery-failed': {
      title: ['No hemos podido entregar {reference}', 'No hemos podido hacer tu entrega'],
      body: [
        [
          'Lo sentimos: no se ha podido entregar {reference}, de {organization}.',
          'Lo sentimos: no se ha podido hacer tu entrega de {organization}.',
        ],
        { facts: { Motivo: '{reason}' } },
        '{organization} te avisará del próximo intento. Por ahora no tienes que hacer nada.',
        { button: 'Ver la entrega' },
      ],
      sms: [
        '{organization}: no se ha podido hacer tu entrega {reference}. Lo volveremos a intentar.',
        '{organization}: no se ha podido hacer tu entrega. Lo volveremos a intentar.',
      ],
    },
    'delivery-late': {
      title: ['Tu entrega {reference} se retrasa', 'Tu entrega se retrasa'],
      body: [
        [
          'Lo sentimos: tu entrega {reference} de {organization} llegará más tarde de lo previsto.',
          'Lo sentimos: tu entrega de {organization} llegará más tarde de lo previsto.',
        ],
        'Nueva llegada prevista: {window}.',
        { button: 'Seguir la entrega' },
      ],
      sms: [
        '{organization}: lo sentimos, tu entrega {reference} se retrasa.',
        '{organization}: lo sentimos, tu entrega se retrasa.',
      ],
    },
    'incident-reported': {
      title: '{incident}: gravedad {severity}',
      body: [
        'Se ha comunicado una incidencia en {organization}.',
        {
          facts: {
            ...{ Incidencia: '{incident}', Gravedad: '{severity}', Entrega: '{reference}' },
            ...{ Comunicada: '{at}', Descripción: '{reason}' },
          },
        },
        { button: 'Ver la incidencia' },
      ],
      sms: [
        '{organization}: {incident}, gravedad {severity}, entrega {reference}.',
        '{organization}: {incident}, gravedad {severity}.',
      ],
    },
    'webhook-disabled': {
      title: 'Se ha desactivado un webhook de {organization}',
      body: [
        'Todos los envíos a este webhook han fallado durante tres días, así que se ha desactivado. Los nuevos eventos ya no se le envían.',
        { facts: { Dirección: '{endpoint}', 'Falla desde': '{since}', 'Último error': '{reason}' } },
        'Cuando la dirección vuelva a funcionar, activa el webhook y repite los envíos fallidos.',
        { button: 'Ver el webhook' },
      ],
      sms: '{organization}: se ha desactivado un webhook porque todos sus envíos han fallado durante tres días.',
    },
  },
};
