import { describe, expect, test } from 'vitest';
import { clock, dateTime, fieldOf, instantOf, minute, monthsUntil, monthWords, nextHour, shortTime, since, spoken, timeLeft, timeOfDay } from '../src/time';

const NOON = new Date('2026-11-22T04:00:00Z');

describe('running clock', () => {
  test('shows minutes and seconds, hours only when there are some', () => {
    expect(clock(0)).toBe('00:00');
    expect(clock(59_999)).toBe('00:59');
    expect(clock(60_000)).toBe('01:00');
    expect(clock(3_599_999)).toBe('59:59');
    expect(clock(3_753_000)).toBe('1:02:33');
  });

  test('a clock that runs behind the server never shows a negative time', () => {
    expect(clock(-4_000)).toBe('00:00');
  });
});

describe('finished durations', () => {
  test('are rounded to the second before they are split', () => {
    expect(spoken(7_400)).toBe('7 秒');
    expect(spoken(59_600)).toBe('1 分 00 秒');
    expect(spoken(65_000)).toBe('1 分 05 秒');
    expect(spoken(3_720_000)).toBe('1 小时 02 分');
  });

  test('none is not zero', () => {
    expect(spoken(null)).toBe('—');
    expect(spoken(undefined)).toBe('—');
    expect(spoken(0)).toBe('0 秒');
  });
});

describe('a field for an end time', () => {
  test('holds and means the office\'s wall clock', () => {
    expect(fieldOf(Date.parse('2026-11-25T10:30:00Z'))).toBe('2026-11-25T18:30');
    expect(instantOf('2026-11-25T18:30')).toBe('2026-11-25T10:30:00.000Z');
    expect(instantOf(fieldOf(Date.parse('2026-11-30T16:00:00Z')))).toBe('2026-11-30T16:00:00.000Z');
  });

  test('means nothing while it is empty or half filled', () => {
    expect(instantOf('')).toBeNull();
    expect(instantOf('2026-11-25')).toBeNull();
    expect(instantOf('2026-13-25T18:30')).toBeNull();
  });

  test('the next eight o\'clock is today before it and tomorrow after it', () => {
    expect(nextHour(Date.parse('2026-11-24T23:59:00Z'), 8)).toBe(Date.parse('2026-11-25T00:00:00Z'));
    expect(nextHour(Date.parse('2026-11-25T00:00:00Z'), 8)).toBe(Date.parse('2026-11-26T00:00:00Z'));
    expect(nextHour(Date.parse('2026-11-25T15:30:00Z'), 8)).toBe(Date.parse('2026-11-26T00:00:00Z'));
  });
});

test('what runs since a time of the server never runs backwards', () => {
  expect(since('2026-11-25T01:00:00Z', Date.parse('2026-11-25T01:00:42Z'))).toBe(42_000);
  expect(since('2026-11-25T01:00:00Z', Date.parse('2026-11-25T00:59:58Z'))).toBe(0);
  expect(since(null, 1)).toBe(0);
});

test('an end is said by the minute, with its day when that is another one', () => {
  expect(minute('2026-11-22T10:30:00Z', NOON)).toBe('18:30');
  expect(minute('2026-11-23T00:00:00Z', NOON)).toBe('11-23 08:00');
});

test('figures say the second they are of', () => {
  expect(timeOfDay(Date.parse('2026-11-25T01:02:03.900Z'))).toBe('09:02:03');
});

describe('moments', () => {
  test('are those of the office, whatever zone the browser is in', () => {
    expect(dateTime('2026-11-21T16:30:00Z')).toBe('2026-11-22 00:30');
  });

  test('of today drop the day, of this year the year', () => {
    expect(shortTime('2026-11-21T16:30:05Z', NOON)).toBe('00:30:05');
    expect(shortTime('2026-11-21T15:30:00Z', NOON)).toBe('11-21 23:30');
    expect(shortTime('2025-12-31T15:59:00Z', NOON)).toBe('2025-12-31 23:59');
  });

  test('that are missing or broken are a dash', () => {
    expect(dateTime(null)).toBe('—');
    expect(dateTime('soon')).toBe('—');
  });
});

describe('deadline', () => {
  test('calm, soon within a day, over after it', () => {
    expect(timeLeft('2026-11-24T07:00:00Z', NOON)).toEqual({ words: '剩余 2 天 3 小时', mood: 'calm' });
    expect(timeLeft('2026-11-22T04:30:00Z', NOON)).toEqual({ words: '剩余 30 分钟', mood: 'soon' });
    expect(timeLeft('2026-11-22T03:59:00Z', NOON)).toEqual({ words: '超期 1 分钟', mood: 'over' });
    expect(timeLeft(null, NOON)).toBeNull();
  });
});

describe('months of bulletins', () => {
  test('go back over the turn of the year, newest first', () => {
    expect(monthsUntil(new Date('2026-02-15T00:00:00Z'), 4)).toEqual(['2026-02', '2026-01', '2025-12', '2025-11']);
  });

  test('turn at midnight of the office, not of the browser', () => {
    expect(monthsUntil(new Date('2026-10-31T16:00:00Z'), 2)).toEqual(['2026-11', '2026-10']);
  });

  test('are said without a leading zero', () => {
    expect(monthWords('2026-02')).toBe('2026年2月');
  });
});
