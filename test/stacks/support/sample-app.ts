import { join } from 'node:path';
import { type Contexts, queue, resource, z } from '@waybill/kernel';
import { App, NestedStack, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Build } from '#lib/constructs/compute/bundle';
import { type Stage, stageNamed } from '#lib/stage';
import { waybill } from '#lib/waybill';

/** `npm run synth` runs CloudFormation's schema check; here it would take seconds. */
process.env.CDK_VALIDATION = 'false';

/** The code is never run: these tests are about the infrastructure. */
const stub: Build = () => Code.fromAsset(join(import.meta.dirname, 'code'));

export const source = (context: string, name: string) => ({ kind: 'aggregate', context, name });

/** A definition without code. */
export const described = (definition: object) =>
  ({ definition: { input: z.strictObject({}), ...definition } }) as unknown as Contexts[string][string];

const driver = source('fleet', 'driver');
const route = source('routes', 'route');
const delivery = source('deliveries', 'delivery');
const [drivers, vehicles] = [resource('fleet', 'driver'), resource('fleet', 'vehicle')];
const labels = queue('labels', z.strictObject({ driverId: z.string() }));
const readModel = (name: string, of: object) => described({ kind: 'projection', name, of, sources: [of] });
const driverCard = readModel('driver-card', driver);
const deliveryList = readModel('delivery-list', delivery);

const createDriver = described({ kind: 'command', route: 'POST /drivers', role: 'officer', on: driver });
const changeStatus = described({
  kind: 'command',
  route: 'PUT /drivers/{driverId}/status',
  role: 'agent',
  on: driver,
});
const settle = described({ kind: 'command', role: 'agent', on: driver });

/** Contexts with one function of every kind. */
export const sampleContexts: Contexts = {
  fleet: {
    createDriver,
    changeStatus,
    settle,
    changeStatuses: described({
      kind: 'bulk',
      route: 'POST /drivers/status',
      role: 'officer',
      of: changeStatus.definition,
    }),
    getDriver: described({
      kind: 'query',
      route: 'GET /drivers/{driverId}',
      role: 'auditor',
      reads: { driverCard, drivers },
    }),
    driverCard,
    settleDriverOfDelivery: described({
      kind: 'reaction',
      name: 'settleDriverOfDelivery',
      on: [{ type: 'DeliveryFinished' }],
      uses: { settle },
    }),
    printLabel: described({
      kind: 'worker',
      name: 'printLabel',
      queue: labels,
      maxConcurrency: 5,
      uses: { labels },
    }),
    remindOfLicences: described({
      kind: 'schedule',
      name: 'remindOfLicences',
      every: 'cron(0 6 ? * MON-FRI *)',
      reads: { driverCard },
    }),
  },
  deliveries: {
    createDelivery: described({
      kind: 'command',
      route: 'POST /deliveries',
      role: 'agent',
      on: delivery,
      reads: { route: { of: route }, vehicle: { of: vehicles } },
      writes: { drivers },
    }),
    listDeliveriesOfRoute: described({
      kind: 'query',
      route: 'GET /routes/{routeId}/deliveries',
      role: 'auditor',
      reads: { deliveryList },
    }),
    deliveryList,
  },
  routes: {
    createRoute: described({ kind: 'command', route: 'POST /routes', role: 'officer', on: route }),
  },
  platform: {
    health: described({ kind: 'query', route: 'GET /health', role: 'anyone' }),
  },
};

/** A CDK app with these contexts. */
export const appOn = (name = 'prod', contexts = sampleContexts, change: Partial<Stage> = {}) => {
  const app = new App();
  const stacks = waybill(app, contexts, { ...stageNamed(name), ...change }, stub);
  const { foundation, contexts: owned, streams, edge, observability } = stacks;
  return { app, stacks: [foundation, ...owned, streams, edge, ...(observability ? [observability] : [])] as Stack[] };
};

type Templates = Readonly<Record<string, Template>>;
const known = new WeakMap<Contexts, Map<string, Templates>>();

/**
 * The templates that CloudFormation gets, by the path of the stack: `Edge`, and `Edge/Routes/drivers` nested in it. Created once
 * per worker: do not modify them.
 */
export const templatesOn = (name = 'prod', contexts = sampleContexts, change: Partial<Stage> = {}): Templates => {
  const made = known.get(contexts) ?? new Map<string, Templates>();
  known.set(contexts, made);
  const how = JSON.stringify([name, change]);
  const templates =
    made.get(how) ??
    Object.fromEntries(
      appOn(name, contexts, change)
        .stacks.flatMap((stack) => [stack, ...stack.node.findAll().filter(NestedStack.isNestedStack)])
        .map((stack) => [stack.node.path, Template.fromStack(stack)]),
    );
  made.set(how, templates);
  return templates;
};

export const propertiesOf = (template: Template, type: string): any[] =>
  Object.values(template.findResources(type)).map(({ Properties }) => Properties);

/** A template's value with its references written out: `arn:aws:…:<ref>`. */
export const flat = (value: any): any => {
  if (Array.isArray(value)) return value.map(flat);
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value) return `<${value.Ref}>`;
  if ('Fn::GetAtt' in value) return `<${value['Fn::GetAtt'].join('.')}>`;
  if ('Fn::Join' in value) return value['Fn::Join'][1].map(flat).join(value['Fn::Join'][0]);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, flat(inner)]));
};

/** The context of a Lambda and the export that it runs, by its properties: `fleet.getDriver`. */
export const exportOf = ({ Handler, Environment }: any): string =>
  `${Environment.Variables.POWERTOOLS_SERVICE_NAME}.${Handler.split('.')[1]}`;
