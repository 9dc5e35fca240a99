import { type Contexts, isHttp, isOpen, type RequiredRole } from '@waybill/kernel';
import { Stack } from 'aws-cdk-lib';
import { CfnMethod, type CfnMethodProps, CfnResource } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { Stage } from '../stage.ts';
import { preflight } from './cors.ts';
import { functionName } from './names.ts';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly role: RequiredRole;
  readonly function: string;
}

/** Every route of the house, whoever owns it, and the Lambda that answers there. */
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

/** The tree of paths, and what is asked of each. */
export class Routes extends Construct {
  /** Methods that API Gateway lets everybody through to, by what their definitions say of who may ask. */
  readonly open: readonly { readonly role: 'anyone' | 'person'; readonly method: CfnMethod }[];
  /** All that was said to API Gateway about them. */
  readonly description: readonly CfnMethodProps[];
  private readonly resources = new Map<string, string>();
  private readonly restApiId: string;

  constructor(scope: Construct, id: string, { restApiId, rootId, authorizerId, routes, functionArn }: Props) {
    super(scope, id);
    this.restApiId = restApiId;
    this.resources.set('', rootId);
    const { partition, region } = Stack.of(this);

    const admits = (open: boolean) =>
      open ? { authorizationType: 'NONE' } : { authorizationType: 'CUSTOM', authorizerId };
    const answers = (name: string) => ({
      type: 'AWS_PROXY',
      integrationHttpMethod: 'POST',
      uri: `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`,
    });
    const asked = [...Map.groupBy(routes, ({ path }) => path)].flatMap(([path, here]) => [
      ...here.map((route) => ({
        path,
        httpMethod: route.method,
        ...admits(isOpen(route.role)),
        integration: answers(route.function),
      })),
      { path, ...preflight(here.map(({ method }) => method)) },
    ]);
    this.description = asked.map(({ path, ...rest }) => ({ ...rest, restApiId, resourceId: this.resource(path) }));
    const methods = new Map(
      this.description.map((props, i) => {
        const name = `${props.httpMethod} ${asked[i]!.path}`;
        return [name, new CfnMethod(this, name, props)];
      }),
    );
    this.open = routes.flatMap(({ method, path, role }) =>
      isOpen(role) ? [{ role, method: methods.get(`${method} ${path}`)! }] : [],
    );
  }

  private resource(path: string): string {
    const known = this.resources.get(path);
    if (known !== undefined) return known;
    const cut = path.lastIndexOf('/');
    const [parent, pathPart] = [path.slice(0, cut), path.slice(cut + 1)];
    this.refuseTwins(parent, pathPart);
    const parentId = this.resource(parent);
    const { ref } = new CfnResource(this, path, { restApiId: this.restApiId, parentId, pathPart });
    this.resources.set(path, ref);
    return ref;
  }

  /** API Gateway knows one parameter in one place: `/routes/{id}` beside `/routes/{routeId}` would not deploy. */
  private refuseTwins(parent: string, pathPart: string) {
    const isTwin = (path: string) => path.startsWith(`${parent}/{`) && !path.slice(parent.length + 1).includes('/');
    const twin = pathPart.startsWith('{') && [...this.resources.keys()].find(isTwin);
    if (twin) throw new Error(`${parent}/${pathPart} and ${twin} are the same place by two names`);
  }
}
