/**
 * Runs something once per request, however often its unit of work is retried: for slow or counted operations. `what`
 * identifies it among the operations that the request runs once. A failure is not cached.
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
