import { es } from './es.ts';
import { withWords } from './with-words.ts';

export const esMx = withWords(es, {
  'a punto de caducar': 'por vencer',
  'Caduca el': 'Vence el',
  'no has sido tú': 'no fuiste tú',
  'has sido tú': 'fuiste tú',
  'Gestionar las claves': 'Administrar las claves',
  Avería: 'Descompostura',
  Retraso: 'Demora',
});
