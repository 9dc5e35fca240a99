import type { Place } from '../demo/demo-places.ts';

/** A city with a depot, and public places nearby (WGS 84). */
export interface City {
  readonly name: string;
  readonly code: string;
  readonly depot: string;
  readonly places: readonly Place[];
}

const place = (location: string, latitude: number, longitude: number): Place => ({
  location,
  position: { latitude, longitude },
});

export const cities: readonly City[] = [
  {
    name: 'Lisboa',
    code: 'LIS',
    depot: 'Doca do Poço do Bispo, Lisboa',
    places: [
      place('Praça do Comércio', 38.7075, -9.1364),
      place('Jardim da Estrela', 38.7147, -9.1598),
      place('Mercado de Campo de Ourique', 38.7178, -9.1662),
      place('Torre de Belém', 38.6916, -9.216),
    ],
  },
  {
    name: 'Wien',
    code: 'VIE',
    depot: 'Hauptbahnhof, Am Hauptbahnhof 1, 1100 Wien',
    places: [
      place('Schloss Belvedere', 48.1915, 16.3809),
      place('Karlskirche', 48.1983, 16.3719),
      place('Rathaus', 48.2108, 16.3573),
      place('Augarten', 48.2256, 16.3756),
    ],
  },
  {
    name: 'Porto',
    code: 'OPO',
    depot: 'Estação de Campanhã, Porto',
    places: [
      place('Estádio do Dragão', 41.1618, -8.5836),
      place('Mercado do Bolhão', 41.1496, -8.6066),
      place('Torre dos Clérigos', 41.1458, -8.6139),
      place('Casa da Música', 41.1589, -8.6308),
    ],
  },
  {
    name: 'Praha',
    code: 'PRG',
    depot: 'Hlavní nádraží, Praha',
    places: [
      place('Žižkovská věž', 50.081, 14.4511),
      place('Staroměstské náměstí', 50.0875, 14.4213),
      place('Karlův most', 50.0865, 14.4114),
      place('Vyšehrad', 50.0645, 14.4179),
    ],
  },
  {
    name: 'Graz',
    code: 'GRZ',
    depot: 'Ostbahnhof, Graz',
    places: [
      place('Opernhaus', 47.0699, 15.445),
      place('Schlossberg', 47.0763, 15.4378),
      place('Kunsthaus', 47.0712, 15.4342),
      place('Schloss Eggenberg', 47.0739, 15.3914),
    ],
  },
];
