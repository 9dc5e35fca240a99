/** An expected error outside of our code, with a message for the user. */
export class UserError extends Error {}

/** Exits a script: expected errors print their message only, all others with their stack. */
export const runScript = async (work: () => Promise<unknown>) => {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof UserError ? error.message : error);
    process.exitCode = 1;
  }
};
