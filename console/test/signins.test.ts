import { expect, test } from 'vitest';
import { device } from '../src/signins';

test('a browser is known by two words, an odd one by none', () => {
  expect(device('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36')).toBe('Chrome · Windows');
  expect(device('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36 Edg/150.0')).toBe('Edge · Windows');
  expect(device('Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36 MicroMessenger/8.0')).toBe('微信 · Android');
  expect(device('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox · Linux');
  expect(device('Java-http-client/25')).toBe('其他程序');
  expect(device('')).toBe('其他程序');
});
