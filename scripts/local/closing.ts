type Stop = () => Promise<void> | void;

/** Closes in reverse order of opening, once; an error does not prevent the others from being closed. */
export const closing = () => {
  const stops: Stop[] = [];
  let stopped: Promise<void> | undefined;
  const run = async () => {
    const failures: unknown[] = [];
    for (const stop of stops.reverse())
      try {
        await stop();
      } catch (error) {
        failures.push(error);
      }
    if (failures.length) throw failures[0];
  };
  return {
    later: (stop: Stop) => {
      stops.push(stop);
    },
    stop: (): Promise<void> => {
      stopped ??= run();
      return stopped;
    },
    stopping: () => stopped !== undefined,
  };
};
