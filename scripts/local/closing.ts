type Stop = () => Promise<void> | void;

/** What was opened last is closed first, once, and nothing stays open because something else would not close. */
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
