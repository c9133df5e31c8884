import { expect, test } from 'vitest';
import { inTree } from '../src/domains';

test('each domain stands after the one that it is a part of, further in', () => {
  const tree = inTree([
    { code: '01', name: '教育', parent: null },
    { code: '03', name: '城乡建设', parent: null },
    { code: '03.1', name: '市政', parent: '03' },
    { code: '03.1.2', name: '路灯', parent: '03.1' },
    { code: '03.2', name: '物业', parent: '03' },
  ]);
  expect(tree.map((one) => one.text)).toEqual(['教育', '城乡建设', '\u3000市政', '\u3000\u3000路灯', '\u3000物业']);
  expect(tree.map((one) => one.code)).toEqual(['01', '03', '03.1', '03.1.2', '03.2']);
});

test('a domain whose parent is not there stands at the top', () => {
  expect(inTree([{ code: '9', name: '其他', parent: '8' }])).toEqual([{ code: '9', text: '其他' }]);
});
