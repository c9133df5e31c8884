import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CONNECT_LIMIT_MILLIS, delayMillis, FIRST_DELAY_MILLIS, frameOf, LiveLink, LONGEST_DELAY_MILLIS } from '../src/live';
import type { LiveOptions, LiveState, Socket } from '../src/live';

class Line implements Socket {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  closed = false;

  close(): void {
    this.closed = true;
  }

  opens(): void {
    this.onopen?.(undefined as never);
  }

  says(data: unknown): void {
    this.onmessage?.({ data });
  }

  breaks(): void {
    this.onclose?.(undefined as never);
  }
}

let lines: Line[];
let states: [LiveState, number][];
let frames: [string, unknown][];
let refused: number;
let link: LiveLink;

const last = (): Line => lines.at(-1)!;

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  states = [];
  frames = [];
  refused = 0;
  link = linkTo({});
});

function linkTo(more: Partial<LiveOptions>): LiveLink {
  return new LiveLink({
    connect: () => {
      const line = new Line();
      lines.push(line);
      return line;
    },
    onState: (state, failures) => states.push([state, failures]),
    onFrame: (topic, data) => frames.push([topic, data]),
    onRefused: () => {
      refused += 1;
    },
    random: () => 1,
    ...more,
  });
}

afterEach(() => {
  link.stop();
  vi.useRealTimers();
});

describe('the delay', () => {
  test('doubles up to its limit', () => {
    expect([1, 2, 3, 4, 5, 6, 100].map((failures) => delayMillis(failures, 1))).toEqual([500, 1_000, 2_000, 4_000, 8_000, LONGEST_DELAY_MILLIS, LONGEST_DELAY_MILLIS]);
  });

  test('leaves a fifth to chance', () => {
    expect(delayMillis(3, 0)).toBe(1_600);
  });
});

describe('the connection', () => {
  test('says that it is lost at once and comes back after the delay', () => {
    link.start();
    last().opens();
    last().breaks();
    expect(states).toEqual([['connecting', 0], ['open', 0], ['lost', 1]]);
    vi.advanceTimersByTime(FIRST_DELAY_MILLIS - 1);
    expect(lines).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(lines).toHaveLength(2);
    last().opens();
    expect(states.at(-1)).toEqual(['open', 0]);
  });

  test('waits longer each time, and starts small again after a success', () => {
    link.start();
    last().breaks();
    vi.advanceTimersByTime(500);
    last().breaks();
    vi.advanceTimersByTime(999);
    expect(lines).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(lines).toHaveLength(3);
    last().opens();
    last().breaks();
    vi.advanceTimersByTime(500);
    expect(lines).toHaveLength(4);
  });

  test('asks whether the sign-in is gone only when it never opened', () => {
    link.start();
    last().breaks();
    expect(refused).toBe(1);
    vi.advanceTimersByTime(500);
    last().opens();
    last().breaks();
    expect(refused).toBe(1);
  });

  test('gives up an attempt that hangs', () => {
    link.start();
    vi.advanceTimersByTime(CONNECT_LIMIT_MILLIS);
    expect(lines[0]!.closed).toBe(true);
    expect(states.at(-1)).toEqual(['lost', 1]);
    vi.advanceTimersByTime(500);
    expect(lines).toHaveLength(2);
  });

  test('an old line that closes late does not count against the new one', () => {
    link.start();
    const old = last();
    const late = old.onclose;
    old.opens();
    link.networkLost();
    link.hurry();
    last().opens();
    late?.(undefined as never);
    expect(states.at(-1)).toEqual(['open', 0]);
    vi.advanceTimersByTime(60_000);
    expect(lines).toHaveLength(2);
  });

  test('hurried while it waits, it tries at once and only once', () => {
    link.start();
    last().breaks();
    link.hurry();
    link.hurry();
    vi.advanceTimersByTime(5_000);
    expect(lines).toHaveLength(2);
  });

  test('a server that falls silent is lost, though the browser believes in the line', () => {
    link = linkTo({ silenceLimitMillis: 16_000 });
    link.start();
    last().opens();
    vi.advanceTimersByTime(15_999);
    last().says('{"topic":"live.beat","data":{}}');
    vi.advanceTimersByTime(15_999);
    expect(states.at(-1)).toEqual(['open', 0]);
    vi.advanceTimersByTime(1);
    expect(states.at(-1)).toEqual(['lost', 1]);
    expect(lines[0]!.closed).toBe(true);
    vi.advanceTimersByTime(500);
    last().opens();
    expect(states.at(-1)).toEqual(['open', 0]);
  });

  test('stopped stays stopped', () => {
    link.start();
    last().opens();
    last().breaks();
    link.stop();
    vi.advanceTimersByTime(60_000);
    link.hurry();
    expect(lines).toHaveLength(1);
    expect(states.at(-1)).toEqual(['off', 0]);
  });

  test('hands frames on and survives noise', () => {
    link.start();
    last().opens();
    last().says('{"topic":"ticketing.pop","data":{"call":"a"}}');
    last().says('{"topic":');
    last().says('[]');
    last().says(new ArrayBuffer(2));
    expect(frames).toEqual([['ticketing.pop', { call: 'a' }]]);
  });
});

test('a frame without a topic is none', () => {
  expect(frameOf('{"data":1}')).toBeNull();
  expect(frameOf('{"topic":7}')).toBeNull();
  expect(frameOf('null')).toBeNull();
});
