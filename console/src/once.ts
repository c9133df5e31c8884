/** A button pressed twice does its work once: while the first press runs, others get its result. */
export function once<A extends unknown[], R>(work: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
  let running: Promise<R> | null = null;
  return (...args: A) => {
    running ??= work(...args).finally(() => {
      running = null;
    });
    return running;
  };
}
