import { COMPARED_FIELD_NAMES, compareContents, type ComparedContent } from './content-comparison.js';

const BEFORE: ComparedContent = {
  texts: { name: '王小明', currentAddress: '海淀区', position: '工程师', email: null, titleDate: null },
  files: [
    { code: 'EMP_INCOME', sha256: 'a' },
    { code: 'EMP_CONTRACT', sha256: 'c' },
  ],
};
const compared = (texts: ComparedContent['texts'], files = BEFORE.files) =>
  compareContents(BEFORE, { texts: { ...BEFORE.texts, ...texts }, files });
const differing = ({ fields }: ReturnType<typeof compared>) =>
  fields.filter(({ differs }) => differs).map(({ field }) => field);

describe('two contents side by side', () => {
  it('show every field with both values, what differs first, with its Chinese name', () => {
    const { fields, employeeUpdated } = compared({ currentAddress: '朝阳区', email: 'x@example.com' });
    expect(fields).toHaveLength(COMPARED_FIELD_NAMES.length);
    expect(fields.slice(0, 2)).toEqual([
      { field: 'currentAddress', label: '现居住地址', before: '海淀区', now: '朝阳区', differs: true },
      { field: 'email', label: '电子邮箱', before: null, now: 'x@example.com', differs: true },
    ]);
    expect(fields.slice(2).some(({ differs }) => differs)).toBe(false);
    expect(employeeUpdated).toBe(true);
  });

  it('say nothing of what is the same', () => {
    expect(compared({})).toMatchObject({ newFiles: [], employeeUpdated: false });
    expect(differing(compared({}))).toEqual([]);
  });

  it('do not say that a field differs which is not known of one of them', () => {
    expect(differing(compared({ phone: '13900139000' }))).toEqual([]);
    expect(differing(compareContents({ texts: {}, files: [] }, BEFORE))).toEqual([]);
  });

  it('what the unit keeps is no update by the employee: position, contract and its scan', () => {
    const files = [...BEFORE.files.slice(0, 1), { code: 'EMP_CONTRACT', sha256: 'd' } as const];
    const result = compared({ position: '架构师' }, files);
    expect(differing(result)).toEqual(['position']);
    expect(result).toMatchObject({
      newFiles: [{ code: 'EMP_CONTRACT', sha256: 'd' }],
      employeeUpdated: false,
    });
  });

  it('a file is new by its slot and bytes, not by its name or day', () => {
    const same = [...BEFORE.files, { code: 'EMP_OTHER', sha256: 'a' } as const];
    expect(compared({}, same)).toMatchObject({ newFiles: [{ code: 'EMP_OTHER' }], employeeUpdated: true });
    expect(compared({}, []).newFiles).toEqual([]);
  });
});
