/** The owner of the demo organization. It exists only in the local runtime, so the examples work there. */
export const exampleSignIn = { email: 'owner@demo.example', password: 'four seasons in one van' } as const;

/**
 * Ids in the examples of operations, by what they identify. The local runtime replaces them with ids of its demo
 * organization; tests replace them with ids that they have created.
 */
export const exampleIds = {
  organization: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e01',
  customer: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e02',
  member: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e03',
  driver: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e11',
  freeDriver: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e12',
  vehicle: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e21',
  freeVehicle: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e22',
  activeRoute: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e31',
  plannedRoute: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e32',
  delivery: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e41',
  waitingDelivery: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e42',
  movingDelivery: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e43',
  arrivingDelivery: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e44',
  finishedDelivery: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e45',
  incident: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e51',
  invitation: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e61',
  contact: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e81',
  /** `Rua Augusta 24, 1100-053 Lisboa, PT`: the id follows from the content. */
  location: 'CC4D343A236125055768E640F5D47EB1117F4413BEC24441F66CAA0B42DB677E',
  notification: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e93',
  inboxNotification: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e94',
  apiKey: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e71',
  webhook: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e91',
  webhookDelivery: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e92',
} as const;
