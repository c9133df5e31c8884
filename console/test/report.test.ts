import { expect, test } from 'vitest';
import { emptyReport, newKey, reportBody, sizeWords, wrongIn } from '../src/report';
import type { FormRules, Report } from '../src/report';

const RULES: FormRules = { hotline: 'sample', name: '样例县', number: '12345', open: true, nameRequired: false, phoneRequired: true, anonymous: true, attachments: 2, attachmentBytes: 2048 };

function written(more: Partial<Report> = {}): Report {
  return { ...emptyReport(), nature: 'HELP', title: ' 路灯不亮 ', content: '三天了', requesterName: '张三', requesterPhone: '15400000001', ...more };
}

test('an empty form names what is missing, in the order of the form', () => {
  expect(Object.keys(wrongIn(emptyReport(), RULES, []))).toEqual(['nature', 'title', 'content', 'requesterPhone']);
  expect(Object.keys(wrongIn(emptyReport(), { ...RULES, nameRequired: true }, []))).toContain('requesterName');
  expect(wrongIn(written(), RULES, [])).toEqual({});
});

test('who is anonymous need give no number, and none is sent', () => {
  const report = written({ anonymous: true, requesterPhone: '' });
  expect(wrongIn(report, RULES, [])).toEqual({});
  expect(reportBody({ ...report, requesterPhone: '15400000001', confidential: true })).toEqual({ nature: 'HELP', title: '路灯不亮', content: '三天了', anonymous: true });
});

test('a wish for confidentiality is sent only when it was expressed', () => {
  expect(reportBody(written())).not.toHaveProperty('confidential');
  expect(reportBody(written({ confidential: false }))).toHaveProperty('confidential', false);
});

test('files that are too many or too large are said before they are sent', () => {
  const small = { name: 'a.png', size: 2048 };
  expect(wrongIn(written(), RULES, [small, small])).toEqual({});
  expect(wrongIn(written(), RULES, [small, small, small])['files']).toContain('2');
  expect(wrongIn(written(), RULES, [{ name: 'b.png', size: 2049 }])['files']).toContain('b.png');
  expect(sizeWords(10 << 20)).toBe('10 MB');
});

test('each report has a key of its own', () => {
  expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
  expect(newKey()).not.toBe(newKey());
});
