/** What went wrong outside of our code, in a sentence for whoever reads it. */
export class Sorry extends Error {}

/** Ends a script the way its readers expect: our own sentences as they are, and everything else with its stack. */
export const orSorry = async (work: () => Promise<unknown>) => {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Sorry ? error.message : error);
    process.exitCode = 1;
  }
};
