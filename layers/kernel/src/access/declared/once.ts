/**
 * Does something once for a request, however often its unit of work is tried again: for what is slow, or counted. `what`
 * tells it from everything else that the request does once. A failure is not kept.
 */
export type Once = <T>(what: string, work: () => Promise<T>) => Promise<T>;

export const newOnce = (): Once => {
  const done = new Map<string, Promise<any>>();
  return (what, work) => {
    const known = done.get(what);
    if (known) return known;
    const begun = work();
    done.set(what, begun);
    begun.catch(() => done.delete(what));
    return begun;
  };
};
