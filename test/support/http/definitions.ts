import { type Definition, type HttpDefinition, isHttp, type RequiredRole, type Route } from '@waybill/kernel';

export const httpOf = (definition: Definition): HttpDefinition | undefined =>
  isHttp(definition) ? definition : undefined;

export const routeOf = (definition: Definition): Route | undefined => httpOf(definition)?.route;

export const roleOf = (definition: Definition): RequiredRole | undefined => httpOf(definition)?.role;
