import { exampleSignIn } from '#events/examples';

/** Those who work at the demo organisation, one for each role. They are known to everybody, on machines of one's own only. */
export const demoPassword = exampleSignIn.password;

export const demoPeople = [
  { role: 'owner', email: exampleSignIn.email, name: 'Olívia Prado' },
  { role: 'officer', email: 'officer@demo.example', name: 'Duarte Lopes' },
  { role: 'agent', email: 'agent@demo.example', name: 'Inês Carvalho' },
  { role: 'auditor', email: 'auditor@demo.example', name: 'Amália Reis' },
] as const;
