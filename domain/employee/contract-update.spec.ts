import { knownDate } from '../calendar/plain-date.js';
import { updatedContract, type ContractUpdate } from './contract-update.js';

const today = knownDate('2021-08-05');
const terms = { position: '工程师', startDate: knownDate('2020-01-01'), endDate: knownDate('2023-12-31') };
const current = { ...terms, hasScan: true };
const nothing: ContractUpdate = {
  position: null,
  startDate: null,
  endDate: null,
  openEnded: false,
  hasNewScan: false,
};

describe('an update of the labour contract', () => {
  it('keeps what is not entered anew', () => {
    expect(updatedContract(current, { ...nothing, position: '高级工程师' }, today)).toEqual({
      accepted: true,
      value: { ...terms, position: '高级工程师' },
    });
    expect(updatedContract(current, { ...nothing, openEnded: true }, today)).toMatchObject({
      value: { endDate: null },
    });
    expect(updatedContract(current, { ...nothing, hasNewScan: true }, today)).toMatchObject({
      value: terms,
    });
  });

  it('is refused where nothing changes', () => {
    expect(updatedContract(current, nothing, today)).toMatchObject({ refusals: [{ code: 'NO_CHANGE' }] });
  });

  it('asks for the scan that an imported contract does not have, and for everything where none was imported', () => {
    expect(updatedContract({ ...terms, hasScan: false }, nothing, today)).toMatchObject({
      refusals: [{ code: 'ASSOC_CONTRACT_REQUIRED', facts: { fields: ['scan'] } }, { code: 'NO_CHANGE' }],
    });
    expect(updatedContract(null, nothing, today)).toMatchObject({
      refusals: [{ facts: { fields: ['position', 'startDate', 'endDate', 'scan'] } }],
    });
    const whole = { ...nothing, ...terms, hasNewScan: true };
    expect(updatedContract(null, whole, today)).toEqual({ accepted: true, value: terms });
  });

  it('is refused where the contract would not be in force or end before it begins', () => {
    const answer = updatedContract(current, { ...nothing, endDate: knownDate('2019-12-31') }, today);
    expect(answer).toMatchObject({
      refusals: [{ code: 'VALIDATION_FAILED', pointer: '/endDate' }, { code: 'CONTRACT_NOT_IN_FORCE' }],
    });
  });
});
