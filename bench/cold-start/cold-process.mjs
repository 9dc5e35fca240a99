/**
 * One cold start: `node cold-process.mjs MODULE EXPORT EVENT` loads a Lambda's module, and prints the status of its
 * first response and the CPU time until then. Plain JavaScript, so that type stripping is not measured.
 */
import { readFileSync } from 'node:fs';

const [module, name, event] = process.argv.slice(2);
const functions = await import(module);
const context = { functionName: name, awsRequestId: 'first', getRemainingTimeInMillis: () => 10_000 };
const answer = await functions[name](JSON.parse(readFileSync(event, 'utf8')), context);
const { user, system } = process.cpuUsage();
const result = { statusCode: answer.statusCode, processorMs: (user + system) / 1_000 };
process.stdout.write(`\n${JSON.stringify(result)}`, () => process.exit(0));
