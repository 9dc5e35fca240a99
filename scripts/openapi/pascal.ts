/** `route-not-active` and `listIncidents` as the name of a component: `RouteNotActive`, `ListIncidents`. */
export const pascal = (name: string): string =>
  name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
