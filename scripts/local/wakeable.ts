export interface Wakeable {
  /** Ends the pause under way, or the next one if there is none. */
  wake(): void;
  /** Resolves after that time, or when it is woken; says whether it was. */
  pause(ms: number): Promise<boolean>;
}

/** A pause that ends early when there is something to do, so that waiting long does not mean answering late. */
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
