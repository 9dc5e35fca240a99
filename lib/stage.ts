/** Everything that differs between stages. */
export interface Stage {
  readonly name: string;
  /** Keep data: deletion protection, and point-in-time recovery within 35 days. */
  readonly keepData: boolean;
  /** X-Ray, which emulators do not have. */
  readonly traces: boolean;
  /** Dashboard and alarms. They show what emulators do not measure. */
  readonly watches: boolean;
  /** Stored data is encrypted with a KMS key of the stage, instead of keys that AWS owns. KMS charges for it. */
  readonly customerManagedKey: boolean;
  /** Logs of API Gateway itself. They need a role of the account, which emulators do not support. */
  readonly logsAccess: boolean;
  /** API Gateway accepts TLS 1.2 and 1.3 only; its default for regional APIs includes TLS 1.0. Emulators have no such setting. */
  readonly modernTls: boolean;
  /** An emulator needs the architecture of its host. */
  readonly architecture: 'arm64' | 'x86_64';
  /** API Gateway's throttle for all clients together: requests a second, and burst. */
  readonly throttle: { readonly rate: number; readonly burst: number };
  /** The URL of the web app: links in mails lead there, and its origin may use cookies. */
  readonly webUrl: string;
  /** Further origins of our own pages. */
  readonly origins: readonly string[];
  /** The API's URL with its base path, if it has a custom domain; else API Gateway's. */
  readonly apiUrl?: string;
  /** The proxy in front of the API, if clients cannot bypass it: its headers are trusted for the client's address. */
  readonly trustedProxy?: 'cloudfront';
  /** The networks (CIDR) of proxies in front of the API: the last address that they add to `X-Forwarded-For` is trusted. */
  readonly trustedNetworks?: readonly string[];
  /** Multiplies the limits of a network and its devices, for a stage whose users share few addresses. */
  readonly addressShare?: number;
  /** Countries (ISO 3166-1 alpha-2) whose requests have no common limit: those of most users. */
  readonly freeCountries?: readonly string[];
  /** A web ACL in front of the API: AWS's common rules, and a limit of requests from one address. AWS WAF charges for it. */
  readonly webAcl?: { readonly requestsPerFiveMinutes: number };
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
    // All users of an emulator have the same address.
    addressShare: 1_000,
  },
  dev,
  prod: { ...dev, name: 'prod', throttle: { rate: 2_000, burst: 4_000 }, webUrl: 'https://waybill.example' },
} as const satisfies Record<string, Stage>;

/** Reserved for the local runtime and the tests: no deployment may have these names. */
const reserved = ['local', 'test'];

/** The stage of that name; an unlisted name is a throw-away copy of `dev`. Throws if the name is missing or invalid. */
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
