import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Start {
  readonly context: string;
  readonly name: string;
  readonly module: string;
  /** The file with its first event. */
  readonly event: string;
}

/** The environment that Lambda and CDK set, with all services at one address. */
export const environmentAt = (url: string) => ({
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL: url,
  POWERTOOLS_TRACE_ENABLED: 'true',
  // API Gateway traces the first request of each second and 5 % of the others.
  _X_AMZN_TRACE_ID: 'Root=1-5f84c7a5-000000000000000000000001;Parent=53995c3f42cd8ad8;Sampled=0',
  WAYBILL_API_URL: 'https://api.waybill.example/v1',
  WAYBILL_WEB_URL: 'https://waybill.example',
  WAYBILL_STAGE: 'bench',
  WAYBILL_TABLE: 'empty',
  WAYBILL_BUS: 'empty',
  WAYBILL_QUEUE_ACCOUNT_MAILS_URL: `${url}/000000000000/account-mails`,
});

const program = fileURLToPath(new URL('cold-process.mjs', import.meta.url));

export interface FirstAnswer {
  /** Milliseconds from the start of a process to its first response. */
  readonly ms: number;
  /** CPU time of all its threads until then. */
  readonly processorMs: number;
}

export const firstAnswer = ({ context, name, module, event }: Start, env: NodeJS.ProcessEnv): Promise<FirstAnswer> =>
  new Promise((resolve, reject) => {
    const began = performance.now();
    execFile(process.execPath, [program, module, name, event], { env }, (error, out, err) => {
      const ms = performance.now() - began;
      if (error) return reject(new Error(`${context}.${name} did not answer: ${err || error.message}`));
      const { statusCode, processorMs } = JSON.parse(out.trim().split('\n').at(-1)!);
      // Sessions and aggregates do not exist: 401, 404. Invalid input would not exercise the function.
      if (statusCode < 500 && statusCode !== 400) resolve({ ms, processorMs });
      else reject(new Error(`${context}.${name} answered ${statusCode}: ${out}`));
    });
  });
