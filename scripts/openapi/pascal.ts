/** `route-not-active` and `listIncidents` as component names: `RouteNotActive`, `ListIncidents`. */
export const pascal = (name: string): string =>
  name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
