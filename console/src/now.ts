/** The present second for everything that counts on the screen: one timer for the whole page. */
import { computed, readonly, ref } from 'vue';

const second = ref(Date.now());
setInterval(() => {
  second.value = Date.now();
}, 1000);

export const nowMillis = readonly(second);

/** How far the server's clock is ahead of this browser's. */
const ahead = ref(0);

/** The server says what the time is. A difference under a second is the way of the message. */
export function noteServerTime(iso: string): void {
  const said = Date.parse(iso);
  if (!Number.isNaN(said)) {
    const difference = said - Date.now();
    ahead.value = Math.abs(difference) < 1000 ? 0 : difference;
  }
}

/** The present second by the server's clock: what runs since or until a time of the server is counted with it. */
export const serverMillis = computed(() => second.value + ahead.value);

/** The same without waiting for the next second. */
export function serverNow(): number {
  return Date.now() + ahead.value;
}
