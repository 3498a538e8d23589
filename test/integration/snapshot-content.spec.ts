import { randomBytes } from 'node:crypto';
import { openSnapshot, sealSnapshot, withoutPerson } from '../../infra/database/snapshot-content.js';
import { PersonalData } from '../../infra/personal-data/personal-data.js';

const key = (): string => randomBytes(32).toString('base64');
const personalData = PersonalData.withKeys({ dataKeys: `k1:${key()}`, indexKey: key() });

/** As version 0.1 of the product has sealed it: append-only rows are never written anew. */
const FIRST_FORM = {
  person: {
    name: '欧阳文静',
    sex: 'FEMALE',
    birthDate: '1990-07-28',
    phone: '13811112222',
    ethnicity: '汉族',
    politicalStatus: '群众',
    maritalStatus: '未婚',
    idType: 'RESIDENT_ID',
    idNo: '11010519491231002X',
    householdRegister: '河北省石家庄市',
    currentAddress: '北京市海淀区',
    email: null,
  },
  education: { school: '北京理工大学' },
  workHistory: [{ from: '2015-08-01', to: null, employer: '甲', uscc: null, position: '工程师' }],
  insuranceMonths: [],
  unit: { name: '北京云程信息技术有限公司', uscc: '91110108MA01C2D36P' },
  department: { name: '海淀区人社局' },
  contract: null,
  applicationBasis: 'DEGREE',
  changes: [],
};

describe('a snapshot', () => {
  it('of the first form opens with what it did not keep shown as empty', () => {
    const opened = openSnapshot(personalData.sealJson(FIRST_FORM), personalData);
    expect(opened).toEqual({
      ...FIRST_FORM,
      person: { ...FIRST_FORM.person, residenceKind: null },
      overseasEducation: [],
      studyHistory: [],
      familyMembers: [],
    });
  });

  it('opens as it was sealed, without a person too', () => {
    const family = [
      { relation: 'SPOUSE', name: '李娜', idType: 'PASSPORT', idNo: 'E1', birthDate: '1988-02-29' },
    ];
    const person = { ...FIRST_FORM.person, residenceKind: 'OWNED' };
    const lists = { overseasEducation: [], studyHistory: [{ from: '2010-09-01' }], familyMembers: family };
    const content = { ...FIRST_FORM, ...lists, person };
    expect(openSnapshot(sealSnapshot(content, personalData), personalData)).toEqual(content);
    const { unit, department } = FIRST_FORM;
    const nobody = withoutPerson({ unit, department, changes: [] });
    expect(openSnapshot(sealSnapshot(nobody, personalData), personalData)).toEqual(nobody);
  });
});
