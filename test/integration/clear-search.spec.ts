import { ClearSearch, type Planted } from '../support/clear-search.js';

const NAME: Planted = { kind: 'NAME', value: '欧阳鲲鹏' };
const NUMBER: Planted = { kind: 'ID_NUMBER', value: '11010519491231002X' };
const search = new ClearSearch([NAME, NUMBER]);
const around = (text: string): Buffer => Buffer.from(`{"x":"${text}","y":1}`);
const forms = (bytes: Buffer): string[] => search.in(bytes).map(({ value, form }) => `${value} ${form}`);

describe('the search for values in clear', () => {
  it.each([NAME, NUMBER])(
    'finds $value in text, in any base64, in hex, in a URL and in UTF-16',
    ({ value }) => {
      expect(forms(around(value))).toEqual([`${value} UTF-8`]);
      for (const before of ['', 'a', 'ab', 'abc', 'abcd']) {
        const inside = Buffer.from(`${before}${value}!`);
        const standard = forms(around(inside.toString('base64')));
        expect(standard.every((form) => form.startsWith(`${value} base64`)) && standard.length > 0).toBe(
          true,
        );
        expect(forms(around(inside.toString('base64url'))).length).toBeGreaterThan(0);
      }
      expect(forms(around(Buffer.from(value).toString('hex')))).toContain(`${value} hex`);
      expect(forms(around(encodeURIComponent(value))).length).toBeGreaterThan(0);
      expect(forms(Buffer.from(`..${value}..`, 'utf16le'))).toContain(`${value} UTF-16LE`);
      expect(forms(Buffer.from(`..${value}..`, 'utf16le').swap16())).toContain(`${value} UTF-16BE`);
    },
  );

  it('finds a name that JSON has escaped', () => {
    const escaped = NAME.value.replaceAll(/./g, (sign) => `\\u${sign.charCodeAt(0).toString(16)}`);
    expect(forms(around(escaped))).toEqual([`${NAME.value} JSON`]);
  });

  it('finds all of many, and nothing in what holds none', () => {
    expect(forms(Buffer.from(`${NAME.value} ${NUMBER.value} ${NAME.value}`))).toEqual([
      `${NAME.value} UTF-8`,
      `${NUMBER.value} UTF-8`,
    ]);
    expect(forms(Buffer.from('欧阳鲲 鹏 110105194912310020 11010519491231002'))).toEqual([]);
    expect(forms(Buffer.alloc(0))).toEqual([]);
  });
});
