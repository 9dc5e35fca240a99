import crypto, { type ScryptOptions } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/** The scrypt parameters of the credentials library (docs/threat-model.md, ASVS 2.4.1). */
const real = { N: 16_384, r: 16, p: 1 };
/** The minimum that scrypt allows: microseconds instead of a tenth of a second. */
const quick = { N: 2 };

type Done = (error: Error | null, key: Buffer) => void;

const { scrypt } = crypto;
/**
 * Hashes passwords with the least cost there is, in this process only. The code under test has no switch for that, so no
 * deployment can be given one: Node's own function is replaced. It refuses every other cost than the real one, so each
 * test that hashes a password also shows what a deployment asks for.
 */
const quickly = (password: string, salt: string, size: number, options: ScryptOptions, done: Done) => {
  const { N, r, p } = options;
  if (N !== real.N || r !== real.r || p !== real.p)
    throw new Error(`scrypt was asked for ${JSON.stringify({ N, r, p })}, not for ${JSON.stringify(real)}`);
  scrypt(password, salt, size, { ...options, ...quick }, done);
};

// A worker that runs several files evaluates this for each.
if (scrypt.name !== quickly.name) {
  crypto.scrypt = quickly as typeof scrypt;
  syncBuiltinESMExports();
}
