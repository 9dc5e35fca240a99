/** Routes through Vienna: public places with their coordinates (WGS 84), and the planned times. */
export interface Place {
  readonly location: string;
  readonly position: { readonly latitude: number; readonly longitude: number };
}

export interface Round {
  readonly name: string;
  readonly origin: string;
  readonly destination: string;
  readonly start: string;
  readonly end: string;
  readonly places: readonly (readonly [time: string, place: Place])[];
  readonly door: Place;
}

const place = (location: string, latitude: number, longitude: number): Place => ({
  location,
  position: { latitude, longitude },
});

const depot = 'Hauptbahnhof, Am Hauptbahnhof 1, 1100 Wien';

/** From the station past the Ring to the second district and back over the canal. */
export const innerCity: Round = {
  name: 'Inner City, morning',
  origin: depot,
  destination: 'Hundertwasserhaus, Kegelgasse 36–38, 1030 Wien',
  start: '08:30',
  end: '12:15',
  places: [
    ['08:40', place('Schloss Belvedere', 48.1915, 16.3809)],
    ['08:55', place('Karlskirche', 48.1983, 16.3719)],
    ['09:05', place('Naschmarkt', 48.1985, 16.3634)],
    ['09:15', place('Secession', 48.2005, 16.3659)],
    ['09:25', place('Staatsoper', 48.203, 16.3691)],
    ['09:35', place('Albertina', 48.2046, 16.368)],
    ['09:45', place('Stephansdom', 48.2085, 16.3731)],
    ['09:55', place('Café Central', 48.2104, 16.3654)],
    ['10:10', place('Rathaus', 48.2108, 16.3573)],
    ['10:20', place('Votivkirche', 48.2151, 16.3586)],
    ['10:35', place('Karmelitermarkt', 48.2169, 16.3776)],
    ['10:50', place('Riesenrad, Prater', 48.2166, 16.3959)],
    ['11:05', place('Urania', 48.2115, 16.3837)],
  ],
  door: place('Hundertwasserhaus', 48.2073, 16.3943),
};

export const west: Round = {
  name: 'West, afternoon',
  origin: depot,
  destination: 'Schloss Schönbrunn, 1130 Wien',
  start: '13:30',
  end: '16:30',
  places: [
    ['13:45', place('MuseumsQuartier', 48.2036, 16.3587)],
    ['14:00', place('Haus des Meeres', 48.1976, 16.3529)],
    ['14:15', place('Westbahnhof', 48.1966, 16.3377)],
    ['14:35', place('Technisches Museum', 48.1909, 16.3178)],
  ],
  door: place('Schloss Schönbrunn', 48.1848, 16.3122),
};

export const danube: Round = {
  name: 'Danube, evening',
  origin: depot,
  destination: 'Bahnhof Floridsdorf, 1210 Wien',
  start: '17:00',
  end: '19:30',
  places: [
    ['17:15', place('Schwedenplatz', 48.2119, 16.3777)],
    ['17:50', place('Augarten', 48.2256, 16.3756)],
    ['18:15', place('Reichsbrücke', 48.2287, 16.4088)],
    ['18:35', place('Donauturm', 48.2403, 16.41)],
  ],
  door: place('Bahnhof Floridsdorf', 48.2566, 16.4003),
};
