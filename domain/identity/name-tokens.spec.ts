import { comparableName, nameNeedles, nameTokens, type SpokenCharacter } from './name-tokens.js';

const spoken = (...characters: readonly [string, ...string[]][]): SpokenCharacter[] =>
  characters.map(([character, ...readings]) => ({ character, readings }));

const isFound = (name: readonly SpokenCharacter[], text: string): boolean => {
  const tokens = new Set(nameTokens(name));
  return nameNeedles(text).every((needle) => needle.some((token) => tokens.has(token)));
};

const SHAN = spoken(['单', 'dan', 'shan', 'chan'], ['小', 'xiao'], ['乐', 'le', 'yue']);

describe('a name', () => {
  it('is found by each of its characters and by neighbours, not by characters apart', () => {
    for (const text of ['单', '小', '小乐', '单小', '单小乐', ' 单 小乐'])
      expect(isFound(SHAN, text)).toBe(true);
    for (const text of ['单乐', '乐小', '王', '单小乐乐', '%', '']) expect(isFound(SHAN, text)).toBe(false);
  });

  it('is found by every reading of its characters, full or by initials', () => {
    for (const text of ['dan', 'Shan', 'xiao', 'xiaoyue', 'shanxiaole', 'DanXiaoYue', 'sx', 'dxl', 'cxy']) {
      expect(isFound(SHAN, text)).toBe(true);
    }
    for (const text of ['sha', 'shanle', 'wang', 'd', 'dl', 'iao']) expect(isFound(SHAN, text)).toBe(false);
  });

  it('beyond four characters is found by any part as written, and read from its beginning', () => {
    const name = [...'北京云程信息'].map((character, index) => ({
      character,
      readings: [['bei'], ['jing'], ['yun'], ['cheng'], ['xin'], ['xi']][index] ?? [],
    }));
    const found = ['云程', '京云程信息', '北京云程信息', 'beijingyunchengxin', 'bjycxx', 'yuncheng', 'ycxx'];
    for (const text of found) expect(isFound(name, text)).toBe(true);
    for (const text of ['京云信程息', '云程信息技', 'jingyunchengxinxi'])
      expect(isFound(name, text)).toBe(false);
  });

  it('in Latin letters is found by any part of it, with or without what separates its words', () => {
    const name = [...comparableName("Jean-Luc O'Neil")].map((character) => ({
      character,
      readings: [character],
    }));
    for (const text of ['jean luc', 'LUC', 'oneil', "o'n", 'jeanluconeil', 'e']) {
      expect(isFound(name, text)).toBe(true);
    }
    for (const text of ['jeanneil', 'jlo', 'x']) expect(isFound(name, text)).toBe(false);
  });

  it('with ü is found however the letter is typed', () => {
    const name = spoken(['吕', 'lv', 'lyu']);
    for (const text of ['lv', 'lü', 'LYU']) expect(isFound(name, text)).toBe(true);
    expect(isFound(name, 'lu')).toBe(false);
  });

  it('with many ambiguous characters keeps its tokens few', () => {
    const ambiguous = Array.from({ length: 4 }, (_, index) => ({
      character: String(index),
      readings: ['a', 'b', 'c', 'd', 'e'].map((letter) => letter + index),
    }));
    expect(nameTokens([{ character: '和', readings: ['he'] }, ...ambiguous]).length).toBeLessThan(1000);
  });
});
