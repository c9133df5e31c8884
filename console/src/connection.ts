/** The live connection of this page, started at sign-in and stopped at sign-out. */
import { readonly, ref } from 'vue';
import { loadSeat, popped, POP_TOPIC } from './desk';
import { LiveLink } from './live';
import type { LiveState, Socket } from './live';
import { may, stillSignedIn } from './session';

const state = ref<LiveState>('off');
const failures = ref(0);

export const liveState = readonly(state);
export const liveFailures = readonly(failures);

let signInGone: () => void = () => {};

export function onLiveSignInGone(listener: () => void): void {
  signInGone = listener;
}

const link = new LiveLink({
  connect: () => new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`) as unknown as Socket,
  onState: (next, count) => {
    const wasLost = state.value === 'lost';
    state.value = next;
    failures.value = count;
    if (next === 'open' && wasLost && may('telephony.take-calls')) {
      void loadSeat();
    }
  },
  onFrame: (topic, data) => {
    if (topic === POP_TOPIC) {
      popped(data, Date.now());
    }
  },
  onRefused: () => {
    void stillSignedIn().then((known) => {
      if (!known) {
        link.stop();
        signInGone();
      }
    });
  },
});

export function connectLive(): void {
  link.start();
}

export function disconnectLive(): void {
  link.stop();
}

export function hurryLive(): void {
  link.hurry();
}

window.addEventListener('online', () => link.hurry());
window.addEventListener('offline', () => link.networkLost());
