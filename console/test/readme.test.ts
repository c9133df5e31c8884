import { expect, test } from 'vitest';
import readme from '../README.md?raw';

const pages = import.meta.glob<string>('../src/**/*.vue', { query: '?raw', import: 'default', eager: true });

test('every mark that browser tests may rely on is listed in the README', () => {
  const marks = Object.values(pages).flatMap((page) => [...page.matchAll(/ data-test="([a-z-]+)"/g)].map((match) => match[1]!));
  expect(marks.length).toBeGreaterThan(50);
  expect([...new Set(marks)].filter((mark) => !readme.includes(`\`${mark}\``))).toEqual([]);
});
