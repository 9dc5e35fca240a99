import { type Contexts, isHttp, isOpen, type RequiredRole } from '@waybill/kernel';
import { NestedStack, Stack } from 'aws-cdk-lib';
import type { CfnMethod } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { Stage } from '../../stage.ts';
import { functionName } from '../names.ts';
import { preflight } from './cors.ts';
import { type MethodAt, pathTree, refuseTwins, rootSegment } from './path-tree.ts';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly role: RequiredRole;
  readonly function: string;
}

/** Every route of every context, with its Lambda. */
export const routesOf = (contexts: Contexts, stage: Stage): Route[] =>
  Object.entries(contexts).flatMap(([context, manifest]) =>
    Object.entries(manifest).flatMap(([name, { definition }]): Route[] => {
      if (!isHttp(definition) || !definition.route) return [];
      const { route, role } = definition;
      const [method = '', path = ''] = route.split(' ');
      return [{ method, path, role, function: functionName(stage, context, name) }];
    }),
  );

interface Props {
  readonly restApiId: string;
  readonly rootId: string;
  readonly authorizerId: string;
  readonly routes: readonly Route[];
  readonly functionArn: (name: string) => string;
}

/** The resources and methods of the API, in a nested stack for each root segment of their paths: a template holds 500 resources. */
export class Routes extends Construct {
  /** Methods without the authorizer, with the roles in their definitions. */
  readonly open: readonly { readonly role: 'anyone' | 'person'; readonly method: CfnMethod }[];
  /** All methods; equal if and only if the API is. */
  readonly description: readonly MethodAt[];

  constructor(scope: Construct, id: string, { restApiId, rootId, authorizerId, routes, functionArn }: Props) {
    super(scope, id);
    const { partition, region } = Stack.of(this);
    refuseTwins(routes.map(({ path }) => path));

    const authorization = (role: Route['role']) =>
      isOpen(role) ? { authorizationType: 'NONE' } : { authorizationType: 'CUSTOM', authorizerId };
    const integration = (name: string) => ({
      type: 'AWS_PROXY',
      integrationHttpMethod: 'POST',
      uri: `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`,
    });
    this.description = [...Map.groupBy(routes, ({ path }) => path)].flatMap(([path, here]) => [
      ...here.map(({ method, role, function: name }) => ({
        path,
        httpMethod: method,
        ...authorization(role),
        integration: integration(name),
      })),
      { path, ...preflight(here.map(({ method }) => method)) },
    ]);

    const methodOf = new Map<string, CfnMethod>();
    for (const [segment, methods] of Map.groupBy(this.description, ({ path }) => rootSegment(path))) {
      const nested = new NestedStack(this, segment || 'root', { description: `/${segment} of the API` });
      const made = pathTree(nested, { restApiId, rootId, methods });
      for (const [i, { httpMethod, path }] of methods.entries()) methodOf.set(`${httpMethod} ${path}`, made[i]!);
    }
    this.open = routes.flatMap(({ method, path, role }) =>
      isOpen(role) ? [{ role, method: methodOf.get(`${method} ${path}`)! }] : [],
    );
  }
}
