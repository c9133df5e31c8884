import { ref, shallowRef } from 'vue';
import { asProblem } from './http';
import type { Problem } from './http';

/** What a page is doing and how it went: a refusal stands as `problem` until the next attempt. */
export function attempts() {
  const busy = ref(false);
  const problem = shallowRef<Problem | null>(null);

  /** Tells whether it went well. */
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    busy.value = true;
    problem.value = null;
    try {
      await work();
    } catch (thrown) {
      problem.value = asProblem(thrown);
    }
    busy.value = false;
    return problem.value === null;
  }

  return { busy, problem, attempt };
}
