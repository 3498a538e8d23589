import { randomUUID } from 'node:crypto';
import { findPersonalData } from '../../infra/personal-data/personal-data-guard.js';

describe('the guard against personal data', () => {
  it.each([
    '11010519491231002X',
    '11010519491231002x',
    '110108198802290010',
    '810000199001010019',
    '证件号码：11010519491231002X。',
    '张三11010519491231002X申请',
    '１１０１０５１９４９１２３１００２Ｘ',
  ])('finds the ID number in %j', (text) => {
    expect(findPersonalData(text)).toEqual([{ kind: 'ID_NUMBER', pointer: '' }]);
  });

  it.each([
    '13800138000',
    '+8613800138000',
    '8613800138000',
    '电话13800138000转',
    'tel:19912345678',
    13800138000,
  ])('finds the mobile number in %j', (text) => {
    expect(findPersonalData(text)).toEqual([{ kind: 'MOBILE', pointer: '' }]);
  });

  it.each([
    ['a wrong check digit', '110105194912310021'],
    ['an application number', 'NE20210805000001'],
    ['a permit number', 'BJ20210000001'],
    ['a USCC of digits only', '911101081000000065'],
    ['a longer row of digits', '9113800138000123'],
    ['a hash', 'a13800138000b'],
    ['an instant', '2021-08-05T01:00:00.000Z'],
    ['an instant in milliseconds', 1628125200000],
    ['a part between hyphens', 'x-13800138000-y'],
    ['no text', [null, undefined, true, 3.5, new Uint8Array(4), new Date(0)]],
  ])('does not take %s for personal data', (_name, value) => {
    expect(findPersonalData(value)).toEqual([]);
  });

  it('names every place, and no value', () => {
    const value = {
      ids: ['ok', '13800138000'],
      'a/b~c': { deep: [{ text: '11010519491231002X 13800138000' }] },
      '13800138000': 'x',
      map: new Map([['phone', '19912345678']]),
    };
    const places = findPersonalData(value);
    expect(places.map(({ kind, pointer }) => `${kind} ${pointer}`).toSorted()).toEqual([
      'ID_NUMBER /a~1b~0c/deep/0/text',
      'MOBILE /*',
      'MOBILE /a~1b~0c/deep/0/text',
      'MOBILE /ids/1',
      'MOBILE /map/phone',
    ]);
  });

  it('finds nothing in 100,000 random UUIDs, with and without hyphens, alone and in a sentence', () => {
    const found = Array.from({ length: 100_000 }, () => randomUUID()).filter((id) => {
      const value = [id, `application/${id}`, id.replaceAll('-', ''), `等待 ${id} 初审`];
      return findPersonalData(value).length > 0;
    });
    expect(found).toEqual([]);
  });
});
