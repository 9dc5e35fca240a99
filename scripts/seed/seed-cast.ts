import { crewsOfBranch } from './seed-story.ts';

const first = 'Inês Tomás Beatriz Lukas Mira Ana Jan Eva Petr Rita Nuno Clara Felix Hana Marek Sofia Paul'.split(' ');
const last = 'Carvalho Ribeiro Nunes Brenner Adler Horvat Novák Svoboda Moser Gruber Costa Lopes Steiner'.split(' ');
const vehicles = [
  { type: 'Van', capacityKg: 900 },
  { type: 'Electric van', capacityKg: 600 },
  { type: 'Cargo bike', capacityKg: 120 },
  { type: 'Lorry', capacityKg: 3_500 },
];

const numberOf = (branch: number, crew: number) => branch * crewsOfBranch + crew;

/** Licences and phone numbers are unique; some drivers share a name. */
export const driverOf = (code: string, branch: number, crew: number) => {
  const number = numberOf(branch, crew);
  return {
    name: `${first[number % first.length]} ${last[number % last.length]}`,
    licence: `${code}-D ${100_000 + number}`,
    phone: `+35121${String(1_000_000 + number)}`,
  };
};

export const vehicleOf = (code: string, branch: number, crew: number) => {
  const number = numberOf(branch, crew);
  return { registration: `${code} ${10_000 + number}`, ...vehicles[number % vehicles.length]! };
};
