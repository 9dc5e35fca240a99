/** Where the house stands. Everything that differs between stages is listed here. */
export interface Stage {
  readonly name: string;
  /** Keep what was recorded: no deletion, and a way back to any second of the last 35 days. */
  readonly keepData: boolean;
  /** X-Ray, which emulators do not have. */
  readonly traces: boolean;
  /** Dashboard and alarms. They show what emulators do not measure. */
  readonly watches: boolean;
  /** Stored data is encrypted with a KMS key of the stage, instead of keys that AWS owns. KMS charges for it. */
  readonly customerManagedKey: boolean;
  /** Logs of API Gateway itself. They need a role that belongs to the account, which emulators do not know. */
  readonly logsAccess: boolean;
  /** API Gateway accepts TLS 1.2 and 1.3 only; its default for regional APIs includes TLS 1.0. Emulators have no such setting. */
  readonly modernTls: boolean;
  /** An emulator runs what its host runs. */
  readonly architecture: 'arm64' | 'x86_64';
  /** What API Gateway lets through for everybody together: requests a second, and at once. */
  readonly throttle: { readonly rate: number; readonly burst: number };
  /** Where people find our pages: links in mails lead there, and from there a browser may send its cookies. */
  readonly webUrl: string;
  /** Other pages of ours, by their origins. */
  readonly origins: readonly string[];
  /** The API's URL with its base path, where it has a domain of its own; else the one that API Gateway gives it. */
  readonly apiUrl?: string;
  /** What stands before the API and cannot be gone round: its headers say where a client is. */
  readonly trustedProxy?: 'cloudfront';
  /** Multiplies what one network may do, for a stage whose users share few addresses. */
  readonly addressShare?: number;
}

const dev: Stage = {
  name: 'dev',
  keepData: true,
  traces: true,
  watches: true,
  customerManagedKey: false,
  logsAccess: true,
  modernTls: true,
  architecture: 'arm64',
  throttle: { rate: 200, burst: 400 },
  webUrl: 'https://dev.waybill.example',
  origins: [],
};

export const stages = {
  /** What `npm run deploy:local` deploys to LocalStack or MiniStack. */
  emulator: {
    name: 'emulator',
    keepData: false,
    traces: false,
    watches: false,
    customerManagedKey: false,
    logsAccess: false,
    modernTls: false,
    architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64',
    throttle: { rate: 10_000, burst: 5_000 },
    webUrl: 'http://localhost:5173',
    origins: ['http://localhost:3000'],
    // Everybody who tries an emulator comes from the same address.
    addressShare: 1_000,
  },
  dev,
  prod: { ...dev, name: 'prod', throttle: { rate: 2_000, burst: 4_000 }, webUrl: 'https://waybill.example' },
} as const satisfies Record<string, Stage>;

/** The local runtime and the tests name their stages so: what is deployed must not be taken for one of them. */
const reserved = ['local', 'test'];

/** The stage of that name; a name that is not listed is a throw-away copy of `dev`. Throws when there is no name, or none that fits. */
export const stageNamed = (name: string | undefined): Stage => {
  if (!name) throw new Error('Name the stage, as in --stage dev: there is no default.');
  if (!/^[a-z][a-z0-9-]{0,15}$/.test(name))
    throw new Error(`${name} is no name for a stage: a-z, 0-9 and -, 16 at most, a letter first.`);
  if (reserved.includes(name))
    throw new Error(`The stage ${name} is reserved for the local runtime: choose another name.`);
  return Object.hasOwn(stages, name)
    ? stages[name as keyof typeof stages]
    : { ...dev, name, keepData: false, webUrl: `https://${name}.waybill.example` };
};
