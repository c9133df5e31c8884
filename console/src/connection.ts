/** The live connection of this page, started at sign-in and stopped at sign-out. */
import { readonly, ref } from 'vue';
import { AGENT_TOPIC, heardOwn, loadOwn } from './agent';
import { catchUp, popped, POP_TOPIC } from './desk';
import { LiveLink } from './live';
import type { LiveState, Socket } from './live';
import { noteServerTime, serverNow } from './now';
import { may, stillSignedIn } from './session';

/** The server beats every 5 s; three beats that do not come are an end. */
const SILENCE_LIMIT_MILLIS = 16_000;
const BEAT_TOPIC = 'live.beat';

const state = ref<LiveState>('off');
const failures = ref(0);
const heardAt = ref<number | null>(null);

export const liveState = readonly(state);
export const liveFailures = readonly(failures);
/** When the server was last heard, by its own clock: live figures are of that moment. */
export const liveHeardMillis = readonly(heardAt);

type Listener = (data: unknown) => void;

const listeners = new Map<string, Set<Listener>>();
const returns = new Set<() => void>();

/** Hears a topic until the returned function is called. */
export function onTopic(topic: string, listener: Listener): () => void {
  const ofTopic = listeners.get(topic) ?? new Set();
  listeners.set(topic, ofTopic.add(listener));
  return () => ofTopic.delete(listener);
}

/** Told when the line stands again: what happened meanwhile was not heard and must be asked for. */
export function onReturn(listener: () => void): () => void {
  returns.add(listener);
  return () => returns.delete(listener);
}

let signInGone: () => void = () => {};

export function onLiveSignInGone(listener: () => void): void {
  signInGone = listener;
}

const link = new LiveLink({
  connect: () => new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`) as unknown as Socket,
  silenceLimitMillis: SILENCE_LIMIT_MILLIS,
  onState: (next, count) => {
    const wasLost = state.value === 'lost';
    state.value = next;
    failures.value = count;
    if (next === 'open') {
      heardAt.value = serverNow();
      if (wasLost) {
        void comeBack();
      }
    }
  },
  onFrame: (topic, data) => {
    if (topic === BEAT_TOPIC) {
      noteServerTime(String((data as { at?: unknown } | null)?.at));
    } else if (topic === POP_TOPIC) {
      popped(data, Date.now());
    } else if (topic === AGENT_TOPIC) {
      heardOwn(data);
    }
    heardAt.value = serverNow();
    listeners.get(topic)?.forEach((listener) => listener(data));
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

async function comeBack(): Promise<void> {
  returns.forEach((listener) => listener());
  if (may('telephony.take-calls') || may('telephony.lead-agents')) {
    await loadOwn();
    await catchUp();
  }
}

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
