/** The present second for everything that counts on the screen: one timer for the whole page. */
import { readonly, ref } from 'vue';

const second = ref(Date.now());
setInterval(() => {
  second.value = Date.now();
}, 1000);

export const nowMillis = readonly(second);
