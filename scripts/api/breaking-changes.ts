interface Change {
  readonly what: string;
  readonly breaks: boolean;
  /** Applies the change to an API description. */
  readonly change: (document: any) => void;
}

const without = (list: string[], value: string) => list.splice(list.indexOf(value), 1);

/** Changes that the comparison must report, and changes that it must accept. */
export const breakingChanges: readonly Change[] = [
  {
    what: 'an operation is removed',
    breaks: true,
    change: ({ paths }) => {
      delete paths['/fleet/policy'].get;
    },
  },
  {
    what: 'a request needs a new field',
    breaks: true,
    change: ({ components: { schemas } }) => {
      schemas.RegisterVehicleRequest.properties.wheels = { type: 'integer' };
      schemas.RegisterVehicleRequest.required.push('wheels');
    },
  },
  {
    what: 'an answer loses a field',
    breaks: true,
    change: ({ components: { schemas } }) => {
      delete schemas.Driver.properties.phone;
      without(schemas.Driver.required, 'phone');
    },
  },
  {
    what: 'a request takes fewer values',
    breaks: true,
    change: ({ components: { schemas } }) => {
      without(schemas.DriverStanding.enum, 'Suspended');
    },
  },
  {
    what: 'an answer has a new field, and a request may have one',
    breaks: false,
    change: ({ components: { schemas } }) => {
      schemas.Driver.properties.wings = { type: 'integer' };
      schemas.RegisterVehicleRequest.properties.wheels = { type: 'integer' };
    },
  },
  {
    what: 'an operation is refused with a new code',
    breaks: false,
    change: ({ components: { schemas }, paths }) => {
      schemas.TiredProblem = structuredClone(schemas.DriverRetiredProblem);
      schemas.TiredProblem.properties.code.const = 'driver-tired';
      const problem = paths['/drivers/{driverId}'].patch.responses[409].content['application/problem+json'].schema;
      problem.oneOf.push({ $ref: '#/components/schemas/TiredProblem' });
      problem.discriminator.mapping['driver-tired'] = '#/components/schemas/TiredProblem';
    },
  },
];
