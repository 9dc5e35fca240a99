/** Lambda and emulators put the credentials of a function's role into its environment. */
const fromEnvironment = async () => {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env;
  if (!accessKeyId || !secretAccessKey) throw new Error('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set');
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
};

/** In place of `@aws-sdk/credential-provider-node`, which brings clients of STS and SSO, and looks into files, for places other than Lambda. */
export const defaultProvider = () => fromEnvironment;
