/** Those who work at the demo organisation, one for each role. They are known to everybody, on machines of one's own only. */
export const demoPassword = 'four seasons in one van';

export const demoPeople = [
  { role: 'owner', email: 'owner@demo.example', name: 'Olívia Prado' },
  { role: 'officer', email: 'officer@demo.example', name: 'Duarte Lopes' },
  { role: 'agent', email: 'agent@demo.example', name: 'Inês Carvalho' },
  { role: 'auditor', email: 'auditor@demo.example', name: 'Amália Reis' },
] as const;
