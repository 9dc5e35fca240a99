import type { Texts } from '../texts.ts';

/** Where Canadian French differs from that of France. */
export const canadian: Texts = {
  sentences: {
    'must be an e-mail address': 'doit être une adresse courriel',
    'give either an e-mail address or a username': 'indiquez soit une adresse courriel, soit un nom d’utilisateur',
    'Verify the e-mail address of the account first.': 'Vérifiez d’abord l’adresse courriel du compte.',
    'The token or session was issued to a browser with another `User-Agent` or `Accept`. Sign in again.':
      'Le jeton ou la session a été émis pour un navigateur avec un autre `User-Agent` ou `Accept`. Ouvrez une nouvelle session.',
    'The challenge has ended: it was used, is too old, or had too many wrong codes. Sign in again.':
      'La vérification est terminée : elle a déjà servi, est trop ancienne ou a reçu trop de codes incorrects. Ouvrez une nouvelle session.',
    'The address is verified already. Sign in.': 'L’adresse est déjà vérifiée. Ouvrez une session.',
    'A browser sent the session cookie from a page of another site. Send JSON, or `X-Requested-With`, from a page of Waybill.':
      'Un navigateur a envoyé le témoin de session depuis une page d’un autre site. Envoyez du JSON ou `X-Requested-With` depuis une page de Waybill.',
    'A driver or vehicle is booked in that window, turnaround time included.':
      'Un chauffeur ou un véhicule est déjà réservé dans cette plage horaire, temps de rotation compris.',
    'The window promised to the customer neither overlaps nor touches the schedule of the route.':
      'La plage horaire promise au client ne recoupe ni ne touche l’horaire de la tournée.',
  },
};
