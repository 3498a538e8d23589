import { DEFAULT_CATALOGUE } from './catalogue.js';
import { fileAddition, slotCommands } from './slot-rules.js';

describe('files in a slot', () => {
  it('are limited by the catalogue', () => {
    expect(fileAddition('EMP_EDU', 'EMPLOYEE', 3, DEFAULT_CATALOGUE)).toEqual({
      accepted: true,
      value: true,
    });
    expect(fileAddition('EMP_EDU', 'EMPLOYEE', 4, DEFAULT_CATALOGUE)).toMatchObject({
      refusals: [{ code: 'FILE_COUNT_EXCEEDED', facts: { max: 4 } }],
    });
  });

  it('AC-48 never come from the employee where the slot is the labour contract’s', () => {
    expect(fileAddition('EMP_CONTRACT', 'EMPLOYEE', 0, DEFAULT_CATALOGUE)).toMatchObject({
      refusals: [{ code: 'FORBIDDEN_ACTION' }],
    });
    expect(fileAddition('UNIT_CERT', 'EMPLOYEE', 0, DEFAULT_CATALOGUE)).toMatchObject({
      refusals: [{ code: 'FORBIDDEN_ACTION' }],
    });
  });

  it('AC-22 offer 查看 and 删除 once they are there', () => {
    const allowed = (count: number): string[] =>
      slotCommands('EMP_ID', 'EMPLOYEE', count, DEFAULT_CATALOGUE)
        .filter((each) => each.allowed)
        .map(({ action }) => action);
    expect(allowed(0)).toEqual(['upload']);
    expect(allowed(1)).toEqual(['view', 'replace', 'remove']);
  });
});
