/** The one WebSocket of this browser: keeps it open, and says honestly when it is not. */

export type LiveState = 'off' | 'connecting' | 'open' | 'lost';

/** The part of a WebSocket that is used here. */
export interface Socket {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: never) => void) | null;
  close(): void;
}

export interface LiveOptions {
  readonly connect: () => Socket;
  readonly onState: (state: LiveState, failures: number) => void;
  readonly onFrame: (topic: string, data: unknown) => void;
  /** Called after an attempt that never opened: the browser does not say whether the sign-in was refused. */
  readonly onRefused?: () => void;
  readonly random?: () => number;
  /** The server speaks at least this often; after a longer silence the line is dead, whatever the browser believes. */
  readonly silenceLimitMillis?: number;
}

export const FIRST_DELAY_MILLIS = 500;
export const LONGEST_DELAY_MILLIS = 15_000;
/** An attempt that neither opens nor fails within this time has failed. */
export const CONNECT_LIMIT_MILLIS = 10_000;

/** Delay before attempt `failures` + 1: doubling, at most the longest, a fifth of it left to chance so that browsers do not come back in one wave. */
export function delayMillis(failures: number, random: number): number {
  const full = Math.min(LONGEST_DELAY_MILLIS, FIRST_DELAY_MILLIS * 2 ** Math.min(Math.max(0, failures - 1), 16));
  return Math.round(full * (0.8 + 0.2 * random));
}

/** Topic and data of a frame, `null` for anything else. */
export function frameOf(text: unknown): { topic: string; data: unknown } | null {
  if (typeof text !== 'string') {
    return null;
  }
  try {
    const frame: unknown = JSON.parse(text);
    if (typeof frame === 'object' && frame !== null && 'topic' in frame && typeof frame.topic === 'string') {
      return { topic: frame.topic, data: 'data' in frame ? frame.data : undefined };
    }
    return null;
  } catch {
    return null;
  }
}

export class LiveLink {
  private readonly options: LiveOptions;
  private socket: Socket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private wanted = false;

  constructor(options: LiveOptions) {
    this.options = options;
  }

  start(): void {
    if (!this.wanted) {
      this.wanted = true;
      this.failures = 0;
      this.attempt();
    }
  }

  stop(): void {
    this.wanted = false;
    clearTimeout(this.timer);
    this.drop();
    this.options.onState('off', 0);
  }

  /** Tries at once: the network is said to be back, or the person asked. */
  hurry(): void {
    if (this.wanted && this.socket === null) {
      clearTimeout(this.timer);
      this.attempt();
    }
  }

  /** The network is said to be gone: a socket would notice only minutes later. */
  networkLost(): void {
    if (this.wanted && this.socket !== null) {
      this.drop();
      this.lost();
    }
  }

  private attempt(): void {
    this.options.onState(this.failures === 0 ? 'connecting' : 'lost', this.failures);
    const socket = this.options.connect();
    this.socket = socket;
    let opened = false;
    const limit = setTimeout(() => {
      if (this.socket === socket) {
        this.drop();
        this.lost();
      }
    }, CONNECT_LIMIT_MILLIS);
    this.timer = limit;
    socket.onopen = () => {
      clearTimeout(limit);
      opened = true;
      this.failures = 0;
      this.hears(socket);
      this.options.onState('open', 0);
    };
    socket.onmessage = (event) => {
      this.hears(socket);
      const frame = frameOf(event.data);
      if (frame !== null) {
        this.options.onFrame(frame.topic, frame.data);
      }
    };
    socket.onclose = () => {
      clearTimeout(limit);
      if (this.socket !== socket) {
        return;
      }
      this.socket = null;
      if (!opened) {
        this.options.onRefused?.();
      }
      // The listener may have ended it all: a sign-in that is over.
      if (this.wanted) {
        this.lost();
      }
    };
  }

  private hears(socket: Socket): void {
    clearTimeout(this.silence);
    if (this.options.silenceLimitMillis !== undefined) {
      this.silence = setTimeout(() => {
        if (this.socket === socket) {
          this.networkLost();
        }
      }, this.options.silenceLimitMillis);
    }
  }

  private lost(): void {
    clearTimeout(this.silence);
    this.failures += 1;
    this.options.onState('lost', this.failures);
    this.timer = setTimeout(() => this.attempt(), delayMillis(this.failures, (this.options.random ?? Math.random)()));
  }

  private drop(): void {
    clearTimeout(this.silence);
    const socket = this.socket;
    this.socket = null;
    if (socket !== null) {
      socket.onopen = null;
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    }
  }
}
