import type { Contexts } from '@waybill/kernel';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { described, flat, propertiesOf, sampleContexts, templatesOn } from '../support/sample-app.ts';

const templates = templatesOn('prod');
const edge = templates.Edge!;
const edgeOf = (contexts: Contexts = sampleContexts, stage = 'prod') => templatesOn(stage, contexts).Edge!;

const methodsIn = (template: Template) => {
  const resources = template.findResources('AWS::ApiGateway::Resource');
  const pathOf = (id: string): string => {
    const at = resources[/^<(.+)>$/.exec(id)?.[1] ?? ''];
    return at ? `${pathOf(flat(at.Properties.ParentId))}/${at.Properties.PathPart}` : '';
  };
  return propertiesOf(template, 'AWS::ApiGateway::Method')
    .map(flat)
    .map((method) => ({ ...method, route: `${method.HttpMethod} ${pathOf(method.ResourceId)}` }));
};
const nested = Object.fromEntries(Object.entries(templates).filter(([path]) => path.startsWith('Edge/')));
const methods = Object.values(nested).flatMap(methodsIn);
const at = (route: string) => methods.find((method) => method.route === route);

describe('the routes', () => {
  test('are all in the edge, of every context', () =>
    expect(
      methods
        .map(({ route }) => route)
        .filter((route) => !route.startsWith('OPTIONS'))
        .toSorted(),
    ).toEqual([
      'GET /drivers/{driverId}',
      'GET /health',
      'GET /routes/{routeId}/deliveries',
      'POST /deliveries',
      'POST /drivers',
      'POST /drivers/status',
      'POST /routes',
      'PUT /drivers/{driverId}/status',
    ]));

  test('invoke the function by its name, although another stack created it', () =>
    expect(at('GET /routes/{routeId}/deliveries').Integration).toMatchObject({
      Type: 'AWS_PROXY',
      IntegrationHttpMethod: 'POST',
      Uri: expect.stringMatching(/:function:waybill-prod-deliveries-list-deliveries-of-route\/invocations$/),
    }));

  test('use the authorizer, unless they are public', () => {
    const open = methods.filter(({ AuthorizationType }) => AuthorizationType === 'NONE').map(({ route }) => route);
    expect(open.filter((route) => !route.startsWith('OPTIONS'))).toEqual(['GET /health']);
    expect(at('POST /drivers')).toMatchObject({ AuthorizationType: 'CUSTOM', AuthorizerId: expect.anything() });
  });

  test('do not use two parameter names for one path segment', () => {
    const twin = described({ kind: 'query', route: 'GET /routes/{id}/stops', role: 'agent' });
    expect(() => edgeOf({ ...sampleContexts, stops: { twin } })).toThrow('are the same place by two names');
  });

  test('of one root segment are in one nested stack, also of several contexts', () => {
    const segments = Object.entries(nested).map(([path, template]) => ({
      stack: path.replace('Edge/Routes/', ''),
      segments: [...new Set(methodsIn(template).map(({ route }) => route.split('/')[1]))],
    }));
    expect(segments.toSorted((a, b) => a.stack.localeCompare(b.stack))).toEqual(
      ['deliveries', 'drivers', 'health', 'routes'].map((segment) => ({ stack: segment, segments: [segment] })),
    );
    edge.resourceCountIs('AWS::ApiGateway::Method', 0);
  });
});

describe('a browser', () => {
  test('gets the allowed methods of every path', () => {
    const paths = new Set(methods.map(({ route }) => route.split(' ')[1]));
    for (const path of paths) expect(at(`OPTIONS ${path}`), path).toBeDefined();
    expect(at('OPTIONS /drivers').Integration.IntegrationResponses).toEqual([
      {
        StatusCode: '204',
        ResponseParameters: {
          'method.response.header.Access-Control-Allow-Origin': "'*'",
          'method.response.header.Access-Control-Allow-Methods': "'POST,OPTIONS'",
          'method.response.header.Access-Control-Allow-Headers':
            "'Authorization,Content-Type,Idempotency-Key,If-Match,If-None-Match,X-Api-Key,X-Client-Fingerprint,X-Correlation-Id,X-Locale'",
          'method.response.header.Access-Control-Max-Age': "'86400'",
        },
      },
    ]);
  });
});

describe('the deployment', () => {
  const idOf = (template = edge) => Object.keys(template.findResources('AWS::ApiGateway::Deployment'));

  test('depends on every nested stack, and so on every method', () => {
    const [deployment] = Object.values(edge.findResources('AWS::ApiGateway::Deployment'));
    const stacks = Object.keys(edge.findResources('AWS::CloudFormation::Stack'));
    expect(stacks).toHaveLength(Object.keys(nested).length);
    expect(deployment!.DependsOn.toSorted()).toEqual(stacks.toSorted());
  });

  test('is the same while the API is the same', () => expect(idOf(edgeOf())).toEqual(idOf()));

  test('changes when a route is added, removed or made public', () => {
    const { createRoute } = sampleContexts.routes!;
    const opened = { definition: { ...createRoute!.definition, role: 'anyone' } } as any;
    const { routes, ...fewer } = sampleContexts;
    const ids = [sampleContexts, fewer, { ...sampleContexts, routes: { createRoute: opened } }].flatMap((contexts) =>
      idOf(edgeOf(contexts)),
    );
    expect(new Set(ids).size).toBe(3);
  });
});

describe('the stage', () => {
  test('is called v1, throttles, and logs requests without their content', () => {
    edge.hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: 'v1',
      TracingEnabled: true,
      AccessLogSetting: { DestinationArn: Match.anyValue(), Format: Match.stringLikeRegexp('requestId') },
      MethodSettings: [
        Match.objectLike({ ThrottlingRateLimit: 2000, ThrottlingBurstLimit: 4000, DataTraceEnabled: false }),
      ],
    });
  });

  test('logs the request’s id and a pseudonym of the source, but no address and no header of the client', () => {
    const [{ AccessLogSetting }] = propertiesOf(edge, 'AWS::ApiGateway::Stage');
    const format = JSON.parse(AccessLogSetting.Format);
    expect(format).toMatchObject({
      requestId: '$context.requestId',
      by: '$context.authorizer.principalId',
      source: '$context.authorizer.source',
    });
    expect(AccessLogSetting.Format).not.toMatch(/sourceIp|userAgent|identity|forwarded/i);
  });

  test('uses no feature that an emulator lacks', () => {
    const local = edgeOf(sampleContexts, 'emulator');
    local.resourceCountIs('AWS::ApiGateway::Account', 0);
    local.hasResourceProperties('AWS::ApiGateway::Stage', { TracingEnabled: false, AccessLogSetting: Match.absent() });
  });
});
