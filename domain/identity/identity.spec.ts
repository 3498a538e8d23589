import fc from 'fast-check';
import { knownDate as on } from '../calendar/plain-date.js';
import {
  parseLandline,
  parseMail,
  parseMobile,
  parsePersonName,
  parsePhone,
  parsePostcode,
} from './contact.js';
import { agreesWithHolder, holderOf, idCheckCharacter, parseIdNumber, type IdType } from './id-number.js';
import { isPublicInstitution, parseUscc, usccCheckCharacter } from './uscc.js';

const TODAY = on('2024-06-01');
const parsed = (type: IdType, ...texts: string[]) => texts.map((text) => parseIdNumber(type, text, TODAY));
const usccBody = fc
  .array(fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'), { minLength: 17, maxLength: 17 })
  .map((characters) => characters.join(''));
const replaced = (text: string, index: number, character: string): string =>
  text.slice(0, index) + character + text.slice(index + 1);

describe('F-USCC', () => {
  it.each(['91110108MA01C2D36P', '12110000400000018T', '91110108MA00TE5T26'])('accepts %s', (code) => {
    expect(parseUscc(code)).toBe(code);
    expect(parseUscc(` ${code.toLowerCase()} `)).toBe(code);
  });

  it.each([
    '91110108MA01C2D36Q',
    '91110108MA01C2D36',
    '91110108MA01C2D36PP',
    '91110108MAO1C2D36P',
    '91110108MAI1C2D36P',
    '',
  ])('refuses %p', (code) => {
    expect(parseUscc(code)).toBeNull();
  });

  it('accepts what its check character completes and detects every change of one character', () => {
    fc.assert(
      fc.property(usccBody, fc.nat({ max: 17 }), fc.nat({ max: 30 }), (body, index, other) => {
        const code = body + usccCheckCharacter(body);
        expect(parseUscc(code)).toBe(code);
        const changed = replaced(code, index, '0123456789ABCDEFGHJKLMNPQRTUWXY'.charAt(other));
        expect(parseUscc(changed)).toBe(changed === code ? code : null);
      }),
    );
  });

  it('tells public institutions', () => {
    expect(['12110000400000018T', '91110108MA01C2D36P'].map(isPublicInstitution)).toEqual([true, false]);
  });
});

describe('identity numbers', () => {
  it('F-RID accepts valid numbers, a small x becomes X', () => {
    expect(parsed('RESIDENT_ID', '11010519491231002X', '11010519491231002x', '110108198802290010')).toEqual([
      '11010519491231002X',
      '11010519491231002X',
      '110108198802290010',
    ]);
  });

  it('F-RID refuses dates that do not exist, wrong check digits, 15 digits, and births after today', () => {
    const future = '11010820240602001';
    const tomorrow = future + idCheckCharacter(future);
    expect(
      parsed(
        'RESIDENT_ID',
        '110108199002290017',
        '110105194912310021',
        '110105491231002',
        '01010519491231002X',
        tomorrow,
      ),
    ).toEqual([null, null, null, null, null]);
    expect(parseIdNumber('RESIDENT_ID', tomorrow, on('2024-06-02'))).toBe(tomorrow);
  });

  it('F-RID detects every change of one digit', () => {
    const number = '110108198802290010';
    fc.assert(
      fc.property(fc.nat({ max: 17 }), fc.constantFrom(...'0123456789X'), (index, character) => {
        const changed = replaced(number, index, character);
        expect(parseIdNumber('RESIDENT_ID', changed, TODAY)).toBe(changed === number ? number : null);
      }),
    );
  });

  it('F-HMT takes the three divisions only', () => {
    expect(parsed('HMT_RESIDENCE', '810000199001010019', '110108198802290010', '810000199001010018')).toEqual(
      ['810000199001010019', null, null],
    );
  });

  it('F-FPR takes 18 digits beginning with 9, or the old form', () => {
    const texts = [
      '910156198001010015',
      'usa110119800101',
      'US1110119800101',
      '110108198802290010',
      '910156198001010016',
    ];
    expect(parsed('FOREIGN_PR', ...texts)).toEqual([
      '910156198001010015',
      'USA110119800101',
      null,
      null,
      null,
    ]);
  });

  it('F-HMP, F-TWP and F-PASS take their forms in upper case', () => {
    expect(parsed('HM_PASS', 'h12345678', 'M1234567801', 'X12345678', 'H1234567')).toEqual([
      'H12345678',
      'M1234567801',
      null,
      null,
    ]);
    expect(parsed('TW_PASS', '12345678', '1234567890', '123456789')).toEqual([
      '12345678',
      '1234567890',
      null,
    ]);
    expect(parsed('PASSPORT', 'e12345678', 'E1234', 'E123', 'E-12345')).toEqual([
      'E12345678',
      'E1234',
      null,
      null,
    ]);
  });

  it('tells birth date and sex, and whether the form agrees with them', () => {
    const holder = { birthDate: on('1988-02-29'), sex: 'MALE' } as const;
    expect(holderOf('RESIDENT_ID', '110108198802290010')).toEqual(holder);
    expect(holderOf('RESIDENT_ID', '11010519491231002X')).toEqual({ birthDate: '1949-12-31', sex: 'FEMALE' });
    expect(holderOf('PASSPORT', '110108198802290010')).toBeNull();
    expect(agreesWithHolder('RESIDENT_ID', '110108198802290010', holder)).toBe(true);
    expect(agreesWithHolder('RESIDENT_ID', '110108198802290010', { ...holder, sex: 'FEMALE' })).toBe(false);
    expect(agreesWithHolder('PASSPORT', 'E12345678', holder)).toBe(true);
  });
});

describe('contacts and names', () => {
  it('F-MOB removes +86 and blanks', () => {
    expect(
      ['+86 138 0013 8000', '13800138000', '12800138000', '1380013800', '8613800138000'].map(parseMobile),
    ).toEqual(['13800138000', '13800138000', null, null, null]);
  });

  it('F-TEL takes area code and extension; a phone field takes both kinds', () => {
    expect(['010-58511081', '01068940680', '58511081-123', '0108', '18511081'].map(parseLandline)).toEqual([
      '010-58511081',
      '01068940680',
      '58511081-123',
      null,
      null,
    ]);
    expect(['13800138000', '010-58511081', 'abc'].map(parsePhone)).toEqual([
      '13800138000',
      '010-58511081',
      null,
    ]);
  });

  it('F-NAME takes Han characters with ·, or Latin letters', () => {
    expect(['李明', ' 阿卜杜拉·买买提 ', "Anne-Marie O'Neil", '𠮷田'].map(parsePersonName)).toEqual([
      '李明',
      '阿卜杜拉·买买提',
      "Anne-Marie O'Neil",
      '𠮷田',
    ]);
    expect(['李', '李4', '李Ming', '·李明', '李'.repeat(51), '', '  '].map(parsePersonName)).toEqual(
      Array(7).fill(null),
    );
  });

  it('F-POST and F-MAIL', () => {
    expect(['100080', '10008', '1000800'].map(parsePostcode)).toEqual(['100080', null, null]);
    const long = `${'a'.repeat(95)}@b.cn`;
    expect(['hr@example.com', 'a.b+c@mail.example.com.cn', long].map(parseMail)).toEqual([
      'hr@example.com',
      'a.b+c@mail.example.com.cn',
      long,
    ]);
    expect(
      ['hr@example', 'hr example@a.cn', '.a@b.cn', 'a..b@c.cn', `a${long}`, 'a@-b.cn'].map(parseMail),
    ).toEqual(Array(6).fill(null));
  });
});
