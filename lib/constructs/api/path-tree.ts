import { CfnMethod, type CfnMethodProps, CfnResource } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';

/** A method of the API: its path, its authorization and its integration. */
export type MethodAt = Omit<CfnMethodProps, 'restApiId' | 'resourceId'> & { readonly path: string };

/** The first segment of a path: `deliveries` of `/deliveries/{deliveryId}`. */
export const rootSegment = (path: string) => path.split('/')[1] ?? '';

/** API Gateway accepts one parameter below one resource: `/routes/{id}` beside `/routes/{routeId}` would not deploy. */
export const refuseTwins = (paths: readonly string[]) => {
  const parameters = new Map<string, string>();
  for (const path of paths)
    for (const [i, segment] of path.split('/').entries()) {
      if (!segment.startsWith('{')) continue;
      const parent = path.split('/').slice(0, i).join('/');
      const known = parameters.get(parent) ?? segment;
      if (known !== segment)
        throw new Error(`${parent}/${segment} and ${parent}/${known} are the same place by two names`);
      parameters.set(parent, known);
    }
};

interface Props {
  readonly restApiId: string;
  readonly rootId: string;
  readonly methods: readonly MethodAt[];
}

/** Creates the methods, and a resource for each segment of their paths. Returns them in the order given. */
export const pathTree = (scope: Construct, { restApiId, rootId, methods }: Props): readonly CfnMethod[] => {
  const resources = new Map([['', rootId]]);
  const resource = (path: string): string => {
    const known = resources.get(path);
    if (known !== undefined) return known;
    const cut = path.lastIndexOf('/');
    const parentId = resource(path.slice(0, cut));
    const { ref } = new CfnResource(scope, path, { restApiId, parentId, pathPart: path.slice(cut + 1) });
    resources.set(path, ref);
    return ref;
  };
  return methods.map(({ path, ...method }) => {
    const resourceId = resource(path === '/' ? '' : path);
    return new CfnMethod(scope, `${method.httpMethod} ${path}`, { ...method, restApiId, resourceId });
  });
};
