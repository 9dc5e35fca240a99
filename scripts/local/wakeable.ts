export interface Wakeable {
  /** Ends the current pause, or the next one if there is none. */
  wake(): void;
  /** Resolves after that time, or when it is woken; returns whether it was woken. */
  pause(ms: number): Promise<boolean>;
}

/** A pause that ends early when there is work, so that long pauses do not delay responses. */
export const wakeable = (): Wakeable => {
  let isWoken = false;
  let end = () => {};
  return {
    wake: () => {
      isWoken = true;
      end();
    },
    pause: async (ms) => {
      if (!isWoken)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      const woken = isWoken;
      isWoken = false;
      return woken;
    },
  };
};
