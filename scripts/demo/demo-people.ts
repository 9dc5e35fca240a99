import { exampleSignIn } from '#events/examples';

/** The users of the demo organization, one for each role. Their password is public: they exist on the local runtime only. */
export const demoPassword = exampleSignIn.password;

export const demoPeople = [
  { role: 'owner', email: exampleSignIn.email, name: 'Olívia Prado' },
  { role: 'officer', email: 'officer@demo.example', name: 'Duarte Lopes' },
  { role: 'agent', email: 'agent@demo.example', name: 'Inês Carvalho' },
  { role: 'auditor', email: 'auditor@demo.example', name: 'Amália Reis' },
] as const;
