import { describe, expect, it } from 'vitest';
import { lineOf, share, wordsOf, wrongIn } from '../src/aids';

describe('a line of the catalogue', () => {
  it('takes words parted by blanks and commas of both kinds, each once', () => {
    expect(wordsOf(' 停水，水压、水质,停水;漏水 ')).toEqual(['停水', '水压', '水质', '漏水']);
    expect(wordsOf(' ，、 ')).toEqual([]);
  });

  it('says what it lacks', () => {
    const line = { category: '供水', words: '停水', area: '', lead: 'water', assisting: [] };
    expect(wrongIn(line)).toBe('');
    expect(wrongIn({ ...line, category: ' ' })).toBe('请填写类别');
    expect(wrongIn({ ...line, words: '，' })).toBe('请填写识别词');
    expect(wrongIn({ ...line, lead: '' })).toBe('请选择主办单位');
  });

  it('is written again as it was published', () => {
    const entry = { category: '供水', words: ['停水', '水压'], area: null, lead: 'water', leadName: '县供水公司', assisting: [{ code: 'town', name: '东关镇' }] };
    expect(lineOf(entry)).toEqual({ category: '供水', words: '停水 水压', area: '', lead: 'water', assisting: ['town'] });
  });
});

describe('a share', () => {
  it('is a whole percent, and a dash of nothing', () => {
    expect(share(2, 3)).toBe('66%');
    expect(share(0, 3)).toBe('0%');
    expect(share(0, 0)).toBe('—');
  });
});
