/** Telemetry is switched off, and the library would load the code that sends it at each start. */
export const createTelemetry = async () => ({ publish: async () => {} });
