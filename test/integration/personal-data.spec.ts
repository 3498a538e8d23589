import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { PersonalData } from '../../infra/personal-data/personal-data.js';

const key = () => randomBytes(32).toString('base64');
const K1 = key();
const K2 = key();
const INDEX = key();
const ring = (dataKeys: string, indexKey = INDEX) => PersonalData.withKeys({ dataKeys, indexKey });

describe('personal data', () => {
  const personal = ring(`k1:${K1}`);

  it('opens what it sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => personal.open(personal.seal(text)) === text),
    );
  });

  it('opens the JSON it sealed', () => {
    const value = { idNo: '11010519491231002X', income: [1, 2.5, null], 地址: '海淀区' };
    expect(personal.openJson(personal.sealJson(value))).toEqual(value);
    expect(() => personal.sealJson(undefined)).toThrow(TypeError);
  });

  it('has the form s1.<key>.<iv>.<tag and text>, never the same twice', () => {
    const sealed = personal.seal('13800138000');
    expect(sealed).toMatch(/^s1\.k1\.[\w-]{16}\.[\w-]{36}$/);
    expect(personal.seal('13800138000')).not.toBe(sealed);
  });

  it('refuses a text of which any part was changed', () => {
    const sealed = personal.seal('北京市海淀区中关村大街1号');
    for (const part of [1, 2, 3]) {
      const parts = sealed.split('.');
      const changed = parts[part] ?? '';
      parts[part] = (changed.startsWith('A') ? 'B' : 'A') + changed.slice(1);
      expect(() => personal.open(parts.join('.'))).toThrow();
    }
    for (const broken of ['', 's1', 's2' + sealed.slice(2), sealed + '.x', 's1.k1.AAAA.AAAA']) {
      expect(() => personal.open(broken)).toThrow();
    }
  });

  it('seals with the first key of the ring and still opens what an older key sealed', () => {
    const rotated = ring(`k2:${K2},k1:${K1}`);
    expect(rotated.open(personal.seal('旧'))).toBe('旧');
    expect(rotated.seal('新')).toMatch(/^s1\.k2\./);
    expect(() => personal.open(rotated.seal('新'))).toThrow('there is no data key "k2"');
  });

  it('gives equal values of one kind one index, and nothing to who has another key', () => {
    const index = personal.blindIndex('idNo', '11010519491231002X');
    expect(index).toMatch(/^[0-9a-f]{64}$/);
    expect(ring(`k2:${K2}`).blindIndex('idNo', '11010519491231002X')).toBe(index);
    expect(personal.blindIndex('mobile', '11010519491231002X')).not.toBe(index);
    expect(personal.digest('11010519491231002X')).not.toBe(index);
    expect(ring(`k1:${K1}`, key()).blindIndex('idNo', '11010519491231002X')).not.toBe(index);
  });

  it('keeps kind and value apart', () => {
    expect(personal.blindIndex('a', 'bc')).not.toBe(personal.blindIndex('ab', 'c'));
  });

  it.each([
    ['', INDEX, 'a data key must read "id:base64"'],
    ['k1', INDEX, 'a data key must read "id:base64"'],
    ['k1:c2hvcnQ=', INDEX, 'the data key k1 must be the base64 of 32 bytes'],
    [`k1:${K1},k1:${K2}`, INDEX, 'two data keys have one id'],
    [`k1:${K1}`, '', 'the index key must be the base64 of 32 bytes'],
    [`k1:${K1}`, K1, 'the index key must be a key of its own'],
  ])('does not start with a bad ring (%#)', (dataKeys, indexKey, sentence) => {
    expect(() => ring(dataKeys, indexKey)).toThrow(sentence);
  });
});
