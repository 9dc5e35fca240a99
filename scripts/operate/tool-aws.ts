/**
 * Settings of the SDK's clients besides the usual environment: an emulator on this machine has no account, and accepts
 * any credentials and region.
 */
export const awsHere = (env: NodeJS.ProcessEnv = process.env) => {
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION, AWS_DEFAULT_REGION, AWS_ACCESS_KEY_ID, AWS_PROFILE } = env;
  const region = AWS_REGION ?? AWS_DEFAULT_REGION ?? (endpoint ? 'us-east-1' : undefined);
  const isEmulator = endpoint && isOnThisMachine(endpoint) && !(AWS_ACCESS_KEY_ID ?? AWS_PROFILE);
  return {
    ...(region && { region }),
    ...(isEmulator && { credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }),
  };
};

const isOnThisMachine = (endpoint: string) =>
  URL.canParse(endpoint) &&
  /^(localhost|127\.[\d.]+|\[::1\]|.*\.localhost|localhost\..*)$/.test(new URL(endpoint).hostname);
