/** Times and durations as a clerk reads them. */

// A hotline's clock is its office's wall clock, wherever the browser stands; China has one zone.
const ZONE = 'Asia/Shanghai';
// No summer time since 1991.
const ZONE_OFFSET = '+08:00';

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

interface WallTime {
  readonly day: string;
  readonly minute: string;
  readonly second: string;
}

function wallTime(instant: Date): WallTime {
  const part = Object.fromEntries(parts.formatToParts(instant).map((p) => [p.type, p.value]));
  const minute = `${part['hour']}:${part['minute']}`;
  return { day: `${part['year']}-${part['month']}-${part['day']}`, minute, second: `${minute}:${part['second']}` };
}

/** "2026-11-22 09:05", or "—" for a time that has not come or cannot be read. */
export function dateTime(iso: string | null | undefined): string {
  const instant = parsed(iso);
  if (instant === null) {
    return '—';
  }
  const wall = wallTime(instant);
  return `${wall.day} ${wall.minute}`;
}

/** Today "09:05:12", this year "11-21 09:05", else the whole date. */
export function shortTime(iso: string | null | undefined, now: Date): string {
  const instant = parsed(iso);
  if (instant === null) {
    return '—';
  }
  const wall = wallTime(instant);
  const today = wallTime(now).day;
  if (wall.day === today) {
    return wall.second;
  }
  return wall.day.slice(0, 4) === today.slice(0, 4) ? `${wall.day.slice(5)} ${wall.minute}` : `${wall.day} ${wall.minute}`;
}

/** An end that is set by the minute: today "18:30", this year "11-26 08:00", else the whole date. */
export function minute(iso: string, now: Date): string {
  const text = shortTime(iso, now);
  return /^\d\d:\d\d:\d\d$/.test(text) ? text.slice(0, 5) : text;
}

/** "09:05:12" by the office's clock. */
export function timeOfDay(millis: number): string {
  return wallTime(new Date(millis)).second;
}

/** What a field for day and time holds for an instant: "2026-11-25T18:30" by the office's clock. */
export function fieldOf(millis: number): string {
  const wall = wallTime(new Date(millis));
  return `${wall.day}T${wall.minute}`;
}

/** The instant that such a field means, `null` when it is empty or none. */
export function instantOf(field: string): string | null {
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(field) ? new Date(`${field}${ZONE_OFFSET}`) : null;
  return instant === null || Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}

/** The next time that the office's clock shows this hour, from 0 to 23. */
export function nextHour(millis: number, hour: number): number {
  const today = Date.parse(`${wallTime(new Date(millis)).day}T${two(hour)}:00:00${ZONE_OFFSET}`);
  return today > millis ? today : today + DAY_MILLIS;
}

/** Milliseconds since an instant of the server, 0 for one that has not come. */
export function since(iso: string | null | undefined, nowMillis: number): number {
  const instant = parsed(iso);
  return instant === null ? 0 : Math.max(0, nowMillis - instant.getTime());
}

/** A running clock: "00:42", "12:05", "1:02:33". Never negative: clocks of two machines differ. */
export function clock(millis: number): string {
  const total = Math.max(0, Math.floor(millis / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const rest = `${two(minutes)}:${two(total % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** A finished duration in words: "8 秒", "1 分 05 秒", "1 小时 02 分"; "—" when there was none. */
export function spoken(millis: number | null | undefined): string {
  if (millis === null || millis === undefined || !Number.isFinite(millis) || millis < 0) {
    return '—';
  }
  const total = Math.round(millis / 1000);
  if (total < 60) {
    return `${total} 秒`;
  }
  if (total < 3600) {
    return `${Math.floor(total / 60)} 分 ${two(total % 60)} 秒`;
  }
  return `${Math.floor(total / 3600)} 小时 ${two(Math.floor((total % 3600) / 60))} 分`;
}

export interface TimeLeft {
  readonly words: string;
  readonly mood: 'calm' | 'soon' | 'over';
}

const DAY_MILLIS = 24 * 3600 * 1000;

/** How a deadline stands; `null` when there is none. */
export function timeLeft(due: string | null | undefined, now: Date): TimeLeft | null {
  const instant = parsed(due);
  if (instant === null) {
    return null;
  }
  const left = instant.getTime() - now.getTime();
  const words = roughly(Math.abs(left));
  if (left < 0) {
    return { words: `超期 ${words}`, mood: 'over' };
  }
  return { words: `剩余 ${words}`, mood: left < DAY_MILLIS ? 'soon' : 'calm' };
}

/** This month and those before it, newest first, as "2026-10". */
export function monthsUntil(now: Date, count: number): readonly string[] {
  const [year, month] = wallTime(now).day.split('-').map(Number) as [number, number];
  return Array.from({ length: count }, (_, back) => {
    const months = year * 12 + month - 1 - back;
    return `${Math.floor(months / 12)}-${two((months % 12) + 1)}`;
  });
}

/** "2026-10" as "2026年10月". */
export function monthWords(period: string): string {
  const [year, month] = period.split('-');
  return `${year}年${Number(month)}月`;
}

function roughly(millis: number): string {
  const minutes = Math.floor(millis / 60_000);
  if (minutes < 60) {
    return `${minutes} 分钟`;
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 24) {
    return `${hours} 小时`;
  }
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} 天` : `${days} 天 ${hours % 24} 小时`;
}

function parsed(iso: string | null | undefined): Date | null {
  if (iso === null || iso === undefined || iso === '') {
    return null;
  }
  const instant = new Date(iso);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
