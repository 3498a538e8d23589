import fc from 'fast-check';
import { maskAddress, maskFamilyList, maskIdNumber, maskMail, maskName, maskTelephone } from './masks.js';

const digits = (minLength: number, maxLength: number) =>
  fc
    .array(fc.constantFrom(...'0123456789'), { minLength, maxLength })
    .map((characters) => characters.join(''));

describe('masks', () => {
  it('R4 a number keeps first six and last four, and at least four characters are hidden or the head too', () => {
    const numbers = ['110108198802290010', 'ABC123456789012', 'H1234567801', 'E12345678', 'E123'];
    expect(numbers.map(maskIdNumber)).toEqual([
      '110108********0010',
      'ABC123*****9012',
      '*******7801',
      '*****5678',
      '****',
    ]);
    fc.assert(
      fc.property(digits(5, 18), (number) => {
        const shown = maskIdNumber(number);
        expect(shown).toHaveLength(number.length);
        expect(shown.endsWith(number.slice(-4))).toBe(true);
        const hidden = shown.split('*').length - 1;
        expect(hidden).toBeGreaterThanOrEqual(Math.min(4, number.length - 4));
      }),
    );
  });

  it('a telephone keeps first three and last four', () => {
    expect(['13800138000', '010-82525252', '82525252', '58511', '110'].map(maskTelephone)).toEqual([
      '138****8000',
      '010*****5252',
      '****5252',
      '*8511',
      '***',
    ]);
    fc.assert(
      fc.property(digits(11, 20), (number) => {
        const shown = maskTelephone(number);
        expect(shown).toMatch(/^\d{3}\*{4,}\d{4}$/);
        expect([shown.slice(0, 3), shown.slice(-4)]).toEqual([number.slice(0, 3), number.slice(-4)]);
      }),
    );
  });

  it('a mail address keeps its first letter and its domain', () => {
    expect(['wang.min@example.com', 'a@b.cn', 'nothing'].map(maskMail)).toEqual([
      'w***@example.com',
      '***@b.cn',
      '***',
    ]);
  });

  it('an address ends at its district', () => {
    const shown = {
      北京市海淀区中关村南大街5号院2号楼601: '北京市海淀区***',
      河北省石家庄市长安区建设北大街1号: '河北省石家庄市长安区***',
      新疆维吾尔自治区乌鲁木齐市天山区解放南路9号: '新疆维吾尔自治区乌鲁木齐市天山区***',
      江苏省昆山市玉山镇花园小区5号: '江苏省昆山市***',
      北京市金色小区8号楼: '北京市***',
      海淀区知春路7号: '海淀区***',
      中关村大街1号: '***',
      北京市海淀区: '北京市海淀区***',
      '1 Main Street': '***',
      '': '***',
    };
    expect(Object.keys(shown).map(maskAddress)).toEqual(Object.values(shown));
    const street = fc
      .array(fc.constantFrom(...'中关村大街路道里巷号楼单元室0123456789'), { minLength: 1, maxLength: 30 })
      .map((characters) => characters.join(''));
    fc.assert(
      fc.property(street, (end) => {
        expect(maskAddress(`北京市海淀区${end}`)).toBe('北京市海淀区***');
      }),
    );
  });

  it('a name keeps its first character, also one that takes two places', () => {
    expect(['李小宝', '欧阳娜', '𠮷田', 'Anne', ''].map(maskName)).toEqual([
      '李**',
      '欧**',
      '𠮷*',
      'A***',
      '',
    ]);
  });

  it('a list of relatives keeps relation and kind of document; a text that is no list shows nothing', () => {
    const spouse = {
      relation: 'SPOUSE',
      name: '李娜',
      idType: 'RESIDENT_ID',
      idNo: '110108198802290010',
      birthDate: '1988-02-29',
    };
    expect(JSON.parse(maskFamilyList(JSON.stringify([spouse])) ?? '')).toEqual([
      { ...spouse, name: '李*', idNo: '110108********0010', birthDate: null },
    ]);
    expect(['李娜', '"李娜"', '["李娜"]', '{}', '[null]'].map(maskFamilyList)).toEqual(Array(5).fill(null));
  });
});
