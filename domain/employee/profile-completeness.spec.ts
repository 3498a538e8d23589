import { missingProfileFields, missingTitleFields } from './profile-completeness.js';

const whole = {
  ethnicity: '汉族',
  politicalStatus: '群众',
  maritalStatus: '未婚',
  householdRegister: '河北省石家庄市',
  currentAddress: '北京市海淀区',
  hasEducation: true,
  hasOverseasEducation: false,
  hasStudyHistory: true,
  hasWorkHistory: true,
};

describe('a profile', () => {
  it('is whole with education, study and work history', () => {
    expect(missingProfileFields(whole, null)).toEqual([]);
    expect(missingProfileFields(whole, 'BEIJING_WORK_RESIDENCE')).toEqual([]);
  });

  it('needs overseas education of an overseas returnee only', () => {
    const overseas = 'OVERSEAS_RETURNEE_WORK_RESIDENCE';
    expect(missingProfileFields(whole, overseas)).toEqual(['overseasEducation']);
    expect(missingProfileFields({ ...whole, hasOverseasEducation: true }, overseas)).toEqual([]);
  });

  it('names everything that is missing in the order of the form', () => {
    const nothing = {
      ethnicity: null,
      politicalStatus: ' ',
      maritalStatus: null,
      householdRegister: null,
      currentAddress: '',
      hasEducation: false,
      hasOverseasEducation: false,
      hasStudyHistory: false,
      hasWorkHistory: false,
    };
    expect(missingProfileFields(nothing, null)).toEqual([
      'ethnicity',
      'politicalStatus',
      'maritalStatus',
      'householdRegister',
      'currentAddress',
      'education',
      'studyHistory',
      'workHistory',
    ]);
  });
});

describe('AC-49 a professional title', () => {
  const details = { titleName: '高级工程师', titleLevel: null, titleCertNo: ' ', titleDate: '2019-06-01' };

  it('needs its details where there is one, and none where there is none', () => {
    expect(missingTitleFields({ holdsProfessionalTitle: true, ...details })).toEqual([
      'titleLevel',
      'titleCertNo',
    ]);
    expect(missingTitleFields({ holdsProfessionalTitle: false, ...details })).toEqual([]);
  });
});
