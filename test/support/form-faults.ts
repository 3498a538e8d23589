import { shanghaiDateOf } from '../../domain/calendar/instant.js';
import { POLICY_LIMITS } from '../../domain/policy.js';
import type { ApiClient } from './api-client.js';

/** The file of a form that is sent as multipart; in `faults` it stands at `/file`, null for none. */
export interface FormFile {
  readonly name: string;
  readonly text: string;
}

/** A form of the API: who fills it in, what a right one says, and what is wrong where. */
export interface FormRow {
  readonly by: Caller;
  /** Put over the example of the API's own description. */
  readonly right?: Readonly<Record<string, unknown>>;
  /** Only forms with files have one. */
  readonly file?: FormFile;
  /** By JSON pointer; any of them alone, and all of them together, answer with exactly these pointers. */
  readonly faults: Readonly<Record<string, unknown>>;
  /** Only alone: on these fields another one's check depends, or another fault stands at them. */
  readonly alone?: Readonly<Record<string, unknown>>;
}
export type Caller =
  | 'visitor'
  | 'employee'
  | 'unit'
  | 'legal'
  | 'newcomer'
  | 'reviewer'
  | 'administrator'
  | 'operator';
export type Callers = Readonly<Record<Caller, ApiClient>>;

const LONG = 'x'.repeat(2_001);
const CSV = { name: '社保.csv', text: '月份\n2021-07' };
const RETURN_POINTS = { points: [{ kind: 'SLOT', target: 'EMP_INCOME', text: '请补充' }] };
const POINT_FAULTS = { '/points/0/kind': 'WALL', '/points/0/target': LONG, '/points/0/text': LONG };
const NO_PDF = { name: '扫描件.docx', text: 'no PDF' };
const TOMORROW = '2021-08-06';
/** Of the wall: tokens never follow the trial clock. */
const NEXT_MONTH = shanghaiDateOf(Date.now() + 30 * 86_400_000);

/** Of an application or a task, with what it is compared with. */
const REVEAL_FAULTS = { '/classes': ['SHOE_SIZE'], '/reason': LONG, '/against': 'LUCK' };

const CONTACTS: FormRow = {
  by: 'newcomer',
  right: {
    handlers: [
      {
        name: '王静',
        idType: 'RESIDENT_ID',
        idNo: '11010519491231002X',
        mobile: '13800138000',
        primary: true,
      },
      { name: '李娜', idType: 'PASSPORT', idNo: 'E12345678', mobile: '13700137000', primary: false },
    ],
    emergencyContact: { name: '赵磊', mobile: '13900139000' },
  },
  faults: {
    '/handlers/0/name': '王',
    '/handlers/0/idType': 'LIBRARY_CARD',
    '/handlers/1/idNo': 'E1',
    '/handlers/1/mobile': '12800138000',
    '/handlers/1/primary': 'yes',
    '/emergencyContact/name': '赵磊2',
    '/emergencyContact/mobile': '13800138000',
  },
  alone: { '/emergencyContact/mobile': '010-82525252', '/handlers/1/primary': true },
};

/** What belongs to which kind of business, the domain says; the form of each field is the same for all. */
const APPLICATION_FAULTS = {
  '/applicationBasis': 'LUCK',
  '/requestedScope': 'HALF',
  '/meetsNewConditions': 'yes',
  '/departmentId': 'x',
  '/newTaxDistrict': '海淀',
  '/reason': LONG,
  '/changes/0/field': 'shoeSize',
  '/changes/0/to': LONG,
  '/changes/0/reason': LONG,
};

const INFO_CHANGE = {
  applicationBasis: null,
  newTaxDistrict: null,
  changes: [{ field: 'name', to: '王新名' }],
};

const CONTRACT: FormRow = {
  by: 'unit',
  file: { name: '合同.pdf', text: 'PDF' },
  right: { position: '工程师', startDate: '2020-01-01', endDate: '2025-12-31' },
  faults: {
    '/position': LONG,
    '/startDate': '2021-02-30',
    '/endDate': '2025',
    '/openEnded': 'maybe',
    '/file': NO_PDF,
  },
};

const LEAVING_FAULTS = { '/endApplications': 'yes', '/waiveRenewal': 1, '/waiverReason': LONG };

const CALENDAR_YEAR: FormRow = {
  by: 'operator',
  right: {
    year: 2027,
    days: [
      { date: '2027-01-01', kind: 'HOLIDAY', name: '元旦' },
      { date: '2027-02-20', kind: 'MAKEUP_WORKDAY', name: '春节' },
    ],
  },
  faults: {
    '/noticeNo': '',
    '/days/0/date': '2026-12-31',
    '/days/1/kind': 'FESTIVAL',
    '/days/1/name': LONG,
  },
  alone: { '/year': 1999.5, '/days/1/date': '2027-01-01', '/days/0/kind': 'MAKEUP_WORKDAY' },
};

const POLICY_NUMBERS = Object.keys(POLICY_LIMITS).map((name) => [`/parameters/${name}`, -1] as const);

/** Every form of the API; a route with a body that is missing here fails the test (issue 4 "It must show" 2). */
export const FORMS: Readonly<Record<string, FormRow>> = {
  'POST /api/v1/sessions': {
    by: 'visitor',
    faults: { '/userName': '', '/password': LONG, '/captchaId': 'x', '/captcha': LONG },
  },
  'POST /api/v1/certificate-challenges/{id}/session': {
    by: 'visitor',
    faults: { '/certificate': '-', '/chain': ['MIIB', '-'], '/algorithm': 'SHA1', '/signature': 'AAA' },
  },
  'POST /api/v1/sign-in-tickets': { by: 'visitor', faults: { '/method': 'PASSWORD' } },
  'POST /api/v1/identity-providers/{provider}/messages': { by: 'visitor', faults: { '/message': '' } },
  'POST /api/v1/trial/wallet/signatures': {
    by: 'visitor',
    faults: {
      '/uscc': '91110108MA01C2D36Q',
      '/unitName': '',
      '/algorithm': 'SHA1',
      '/condition': 'LOST',
      '/pin': '',
      '/text': LONG,
    },
  },
  'POST /api/v1/trial/wallet/messages': {
    by: 'visitor',
    right: {
      identity: {
        uscc: '91110108MA01C2D36P',
        unitName: '北京云程信息技术有限公司',
        personName: '王静',
        idType: 'RESIDENT_ID',
        idNo: '11010519491231002X',
        role: 'OPERATOR',
      },
    },
    faults: {
      '/kind': 'REDEEMED',
      '/method': 'PASSWORD',
      '/qrText': '',
      '/phone': LONG,
      '/number': '123',
      '/identity/uscc': '1',
      '/identity/unitName': '',
      '/identity/personName': LONG,
      '/identity/idNo': '1',
      '/identity/role': 'AUDITOR',
    },
    alone: { '/identity/idType': 'LIBRARY_CARD' },
  },
  'POST /api/v1/units/mine/authorizations': {
    by: 'legal',
    faults: {
      '/method': 'PASSWORD',
      '/role': 'AUDITOR',
      '/name': '李',
      '/idNo': '110108198802290011',
      '/mobile': '12345',
      '/birthDate': '1988-02-30',
      '/sex': 'OTHER',
    },
    alone: { '/idType': 'LIBRARY_CARD' },
  },
  'POST /api/v1/units/mine/authorizations/{id}/revocation': { by: 'legal', faults: { '/reason': '' } },
  'POST /api/v1/sessions/second-factor': {
    by: 'visitor',
    faults: { '/pendingToken': '', '/code': '12345', '/recoveryCode': LONG },
  },
  'POST /api/v1/me/password': {
    by: 'employee',
    right: { newPassword: 'another one that is long' },
    faults: { '/currentPassword': '', '/newPassword': 'short' },
  },
  'POST /api/v1/me/recovery-codes': { by: 'reviewer', faults: { '/code': '12345' } },
  'POST /api/v1/me/program-tokens': {
    by: 'employee',
    right: { actions: ['application.read'], endsOn: NEXT_MONTH },
    faults: { '/name': LONG, '/actions': ['everything'], '/endsOn': '2030-02-30' },
    alone: { '/endsOn': '2020-01-01' },
  },
  'PATCH /api/v1/members/{id}': { by: 'administrator', faults: { '/role': 'AUDITOR' } },
  'POST /api/v1/registrations': {
    by: 'visitor',
    faults: {
      '/userName': 'a b',
      '/password': 'short',
      '/name': '李',
      '/idNo': '110108198802290011',
      '/mobile': '12345',
      '/birthDate': '1988-02-30',
      '/sex': 'OTHER',
    },
    alone: { '/idType': 'LIBRARY_CARD', '/idNo': '110108202108060011' },
  },
  'POST /api/v1/invitations': {
    by: 'administrator',
    faults: { '/role': 'EMPLOYEE', '/departmentId': 'x', '/personName': '' },
  },
  'POST /api/v1/invitations/acceptance': {
    by: 'visitor',
    faults: { '/token': LONG, '/userName': '李明', '/password': 'x'.repeat(129) },
  },

  'PATCH /api/v1/units/mine': {
    by: 'unit',
    right: { officeAddress: '北京市海淀区知春路8号' },
    faults: {
      '/officeAddress': LONG,
      '/phone': '1',
      '/email': 'nobody',
      '/postcode': '1000',
      '/employeeCount': -1,
      '/registrationDistrict': '海淀',
      '/taxDistrict': '1101080',
      '/establishedOn': TOMORROW,
      '/registeredCapital': '-1',
      '/annualTax': '1.234',
      '/industry': '',
      '/legalRepName': '赵',
      '/meetsNewConditions': 'yes',
      '/name': LONG,
      '/uscc': LONG,
      '/registeredAddress': LONG,
      '/selfChecked': 1,
    },
  },
  'PUT /api/v1/units/mine/profile/general': {
    by: 'newcomer',
    faults: {
      '/officeAddress': '',
      '/registrationDistrict': '海淀',
      '/taxDistrict': '1101080',
      '/establishedOn': TOMORROW,
      '/registeredCapital': '一千万',
      '/annualTax': 1e21,
      '/industry': LONG,
      '/employeeCount': 1.5,
      '/legalRepName': '赵',
      '/legalRepIdNo': '110108202108060013',
      '/legalRepMobile': '12345678901',
      '/phone': 'none',
      '/postcode': '１００',
      '/email': '@',
      '/meetsNewConditions': null,
    },
    alone: { '/legalRepIdType': 'LIBRARY_CARD' },
  },
  'PUT /api/v1/units/mine/profile/qualifications': {
    by: 'newcomer',
    faults: {
      '/qualifications/0/category': 'BEST',
      '/qualifications/0/name': '',
      '/qualifications/0/certNo': LONG,
      '/qualifications/0/issuer': 7,
      '/qualifications/0/issuedOn': '2019-10-32',
      '/qualifications/0/validUntil': '2022-02-29',
      '/qualifications/0/approvalNo': LONG,
    },
    alone: { '/qualifications/0/validUntil': '2019-10-14' },
  },
  'PUT /api/v1/units/mine/profile/handlers': CONTACTS,
  'PUT /api/v1/units/mine/profile/attachments': { by: 'newcomer', faults: { '/confirmed': 'true' } },
  'PUT /api/v1/units/mine/contacts': { ...CONTACTS, by: 'unit' },
  'POST /api/v1/registry-updates': {
    by: 'operator',
    faults: {
      '/updates/0/sourceKey': '',
      '/updates/0/uscc': '91110108MA01C2D36Q',
      '/updates/0/name': LONG,
      '/updates/0/registeredAddress': LONG,
      '/updates/0/unitType': 'SHOP',
    },
  },

  'PUT /api/v1/employees/me': {
    by: 'employee',
    right: {
      studyHistory: [
        { from: '2006-09-01', to: '2010-07-01', school: '甲大学' },
        { from: '2010-09-01', to: '2013-07-01', school: '乙大学' },
      ],
      workHistory: [
        { from: '2013-08-01', to: '2018-06-30', employer: '甲公司', position: '工程师' },
        { from: '2018-07-01', employer: '乙公司', position: '工程师' },
      ],
      familyMembers: [
        {
          relation: 'SPOUSE',
          name: '李娜',
          idType: 'RESIDENT_ID',
          idNo: '110108198802290010',
          birthDate: '1988-02-29',
        },
        { relation: 'CHILD', name: '李小宝', idType: 'PASSPORT', idNo: 'E12345678', birthDate: '2010-01-01' },
      ],
    },
    faults: {
      '/phone': '12345678901',
      '/email': 'nobody',
      '/ethnicity': 7,
      '/politicalStatus': LONG,
      '/maritalStatus': '',
      '/householdRegister': LONG,
      '/currentAddress': 'a\0b',
      '/residenceKind': 'TENT',
      '/education/highestDegree': '',
      '/education/academicDegree': '院士',
      '/education/school': LONG,
      '/education/major': null,
      '/education/enrolledOn': '2010-13-01',
      '/education/graduatedOn': '2013-7-1',
      '/education/holdsProfessionalTitle': '是',
      '/education/titleName': LONG,
      '/education/titleLevel': '特级',
      '/education/titleCertNo': LONG,
      '/education/titleDate': '去年',
      '/overseasEducation/0/school': '',
      '/overseasEducation/0/country': LONG,
      '/overseasEducation/0/major': 1,
      '/overseasEducation/0/degree': '',
      '/overseasEducation/0/from': '2013',
      '/overseasEducation/0/to': '2013-09-31',
      '/overseasEducation/0/certificationNo': LONG,
      '/studyHistory/1/from': '2010-07-01',
      '/studyHistory/0/school': '',
      '/studyHistory/1/major': LONG,
      '/studyHistory/1/degree': LONG,
      '/workHistory/1/from': '2018-06-30',
      '/workHistory/0/employer': '',
      '/workHistory/0/uscc': '91110108MA01C2D36Q',
      '/workHistory/0/position': LONG,
      '/workHistory/0/leaveReason': LONG,
      '/familyMembers/1/relation': 'SPOUSE',
      '/familyMembers/0/name': '李',
      '/familyMembers/1/idType': 'LIBRARY_CARD',
      '/familyMembers/0/idNo': '110108198802290011',
      '/familyMembers/1/birthDate': TOMORROW,
    },
    alone: {
      '/studyHistory/0/to': '2006-08-31',
      '/workHistory/1/to': 'now',
      '/education/graduatedOn': '2010-09-01',
      '/overseasEducation/0/to': '2013-09-01',
      '/familyMembers/0/idNo': '110108198802280015',
      '/familyMembers/1/idNo': 'E1',
      '/familyMembers/1/birthDate': '2003-08-05',
    },
  },
  'PUT /api/v1/employees/me/insurance-months': {
    by: 'employee',
    right: {
      months: [
        { month: '2021-06', insurancePaid: true, taxableIncome: '0' },
        { month: '2021-07', insurancePaid: true, taxableIncome: '0' },
      ],
    },
    faults: {
      '/months/1/month': '2021-06',
      '/months/0/insuranceUnitUscc': 'x',
      '/months/0/insurancePaid': 'yes',
      '/months/1/taxUnitUscc': '91110108MA01C2D36Q',
      '/months/1/taxableIncome': -1,
      '/months/1/contractUnitUscc': 7,
    },
  },
  'POST /api/v1/employees/me/insurance-months/import': {
    by: 'employee',
    file: CSV,
    faults: { '/dryRun': 'maybe', '/file': NO_PDF },
    alone: { '/file': null },
  },

  'POST /api/v1/identity-corrections': {
    by: 'employee',
    right: { name: '李鸣', idType: 'RESIDENT_ID', idNo: '110108198802290010' },
    faults: { '/name': 7, '/idType': 'X', '/reason': LONG },
    alone: { '/idNo': '110108198802290011', '/birthDate': '1988-02-28', '/sex': 'FEMALE' },
  },
  'POST /api/v1/identity-corrections/{id}/decision': {
    by: 'administrator',
    faults: { '/outcome': 'MAYBE', '/opinion': LONG },
  },
  'POST /api/v1/identity-corrections/{id}/reveal': {
    by: 'administrator',
    faults: { '/classes': [], '/reason': LONG },
  },
  'POST /api/v1/associations': { by: 'employee', faults: { '/code': LONG } },
  'POST /api/v1/historical-requests': { by: 'employee', faults: { '/code': LONG } },
  'POST /api/v1/applications/{id}/contract': {
    by: 'unit',
    file: { name: '合同.pdf', text: 'PDF' },
    right: { position: '顾问', startDate: '2020-01-01', endDate: '2020-12-31' },
    faults: { '/position': LONG, '/startDate': '2021-02-30', '/endDate': '2025', '/file': NO_PDF },
    alone: { '/endDate': '2019-12-31' },
  },
  'POST /api/v1/associations/mine/release': {
    by: 'employee',
    right: { leaveDate: '2021-08-05' },
    faults: { '/leaveDate': '2021-02-29' },
  },
  'POST /api/v1/associations/{id}/confirmation': CONTRACT,
  'POST /api/v1/associations/{id}/contract': CONTRACT,
  'POST /api/v1/associations/{id}/refusal': { by: 'unit', faults: { '/reason': LONG } },
  'POST /api/v1/associations/{id}/reveal': {
    by: 'unit',
    faults: { '/classes': [], '/reason': LONG },
  },
  'POST /api/v1/applications/{id}/reveal': { by: 'unit', faults: REVEAL_FAULTS },
  'POST /api/v1/review-tasks/{taskId}/reveal': { by: 'reviewer', faults: REVEAL_FAULTS },
  'POST /api/v1/associations/{id}/termination': {
    by: 'unit',
    faults: { ...LEAVING_FAULTS, '/leaveDate': '2021-06-31', '/endReason': 'BORED', '/remark': LONG },
  },
  'POST /api/v1/associations/{id}/termination-by-department': {
    by: 'administrator',
    faults: { ...LEAVING_FAULTS, '/reason': LONG },
  },

  'POST /api/v1/attachments/{code}/files': {
    by: 'employee',
    file: { name: '身份证.pdf', text: 'PDF' },
    faults: { '/file': NO_PDF, '/tag': LONG, '/replaces': 'x' },
    alone: { '/file': null },
  },
  'POST /api/v1/policy-notices': {
    by: 'operator',
    right: { title: '通知' },
    file: { name: '通知.pdf', text: 'PDF' },
    faults: { '/title': LONG, '/body': LONG, '/file': null },
    alone: { '/file': NO_PDF },
  },

  'POST /api/v1/permits/{id}/cancellation': {
    by: 'administrator',
    faults: { '/reason': 'BOREDOM', '/remark': LONG },
  },
  'POST /api/v1/attachment-catalogues': {
    by: 'operator',
    faults: {
      '/departmentId': 'x',
      '/effectiveFrom': '2030-02-30',
      '/reason': LONG,
      '/slots/0/code': 'EMP_HAT',
      '/slots/0/minFiles': -1,
      '/slots/0/maxFiles': 51,
      '/slots/0/maxBytes': 1,
      '/slots/0/hintText': LONG,
      '/slots/0/requiredFor/0/purpose': 'PARKING',
      '/slots/0/requiredFor/0/condition': 'SOMETIMES',
    },
  },
  'POST /api/v1/help/guides/mine': {
    by: 'administrator',
    file: { name: '指南.pdf', text: 'PDF' },
    faults: { '/body': 'x'.repeat(10_001), '/phone': '1' },
    alone: { '/file': NO_PDF },
  },

  'POST /api/v1/applications': {
    by: 'employee',
    right: { ...INFO_CHANGE, type: 'BASIC_INFO_CHANGE' },
    faults: {
      '/type': 'OLD',
      '/permitType': 'GREEN_CARD',
      '/employeeId': 'x',
      '/historical': 'yes',
      ...APPLICATION_FAULTS,
    },
  },
  'PATCH /api/v1/applications/{id}': { by: 'employee', right: INFO_CHANGE, faults: APPLICATION_FAULTS },
  'POST /api/v1/applications/{id}/submission': {
    by: 'employee',
    right: { answers: [{ pointId: '00000000-0000-4000-8000-000000000000', answer: '已补充' }] },
    faults: {
      '/selfChecked': 'yes',
      '/verifiedOnEmployeeSide': 1,
      '/acknowledgeLate': 'no',
      '/absorb': 0,
      '/answers/0/pointId': 'x',
      '/answers/0/answer': LONG,
    },
  },
  'POST /api/v1/work-residence/renewals': {
    by: 'unit',
    faults: {
      '/permitIds': ['x'],
      '/selfChecked': 'yes',
      '/verifiedOnEmployeeSide': 1,
      '/acknowledgeLate': 'no',
      '/absorb': 0,
    },
  },
  'POST /api/v1/applications/{id}/unit-decision': {
    by: 'unit',
    right: RETURN_POINTS,
    faults: {
      '/outcome': 'REJECT',
      '/opinion': LONG,
      '/selfChecked': 1,
      '/insuranceTaxConfirmed': 'yes',
      ...POINT_FAULTS,
    },
  },
  'POST /api/v1/review-tasks/{taskId}/assignment': {
    by: 'administrator',
    faults: { '/assigneeId': 'x', '/claimNo': -1, '/reason': LONG },
  },
  'POST /api/v1/review-tasks/{taskId}/decision': {
    by: 'reviewer',
    right: RETURN_POINTS,
    faults: {
      '/outcome': 'MAYBE',
      '/opinion': LONG,
      '/hint': LONG,
      '/claimNo': -1,
      '/snapshotNo': 1.5,
      ...POINT_FAULTS,
    },
  },

  'POST /api/v1/restrictions': {
    by: 'operator',
    faults: {
      '/subjectKind': 'CITY',
      '/subjectId': 'x',
      '/uscc': '91110108MA01C2D36Q',
      '/idNo': '1',
      '/service': 'PARKING',
      '/reason': LONG,
      '/from': '2024-02-30',
      '/to': 'never',
    },
  },
  'POST /api/v1/restrictions/{id}/lifting': { by: 'operator', faults: { '/reason': LONG } },
  'POST /api/v1/calendars': CALENDAR_YEAR,
  'POST /api/v1/calendars/preview': CALENDAR_YEAR,
  'POST /api/v1/outages': {
    by: 'operator',
    faults: { '/from': '2021-07-08', '/to': 'later', '/reason': '' },
    alone: { '/to': '2021-07-08T13:59:59+08:00' },
  },
  'POST /api/v1/policies': {
    by: 'operator',
    faults: {
      ...Object.fromEntries(POLICY_NUMBERS),
      '/departmentId': 'x',
      '/effectiveFrom': '2024-02-30',
      '/reason': LONG,
      '/parameters/lateSubmission': 'LATER',
      '/parameters/incomeFromMonth': '2022-13',
      '/parameters/loginMethods': ['FINGER'],
    },
    alone: {
      '/parameters/incomeFactor': 1.234,
      '/parameters/loginMethods': ['PASSWORD', 'PASSWORD'],
      '/effectiveFrom': '2021-08-04',
    },
  },
  'POST /api/v1/review-routes': {
    by: 'operator',
    faults: {
      '/departmentId': 'x',
      '/effectiveFrom': '2024-02-30',
      '/reason': LONG,
      '/routes/0/permitType': 'GREEN_CARD',
      '/routes/0/type': 'OLD',
      '/routes/0/limits/0/level': 'MAYOR',
      '/routes/0/limits/1/workdaysAllowed': 0,
    },
  },
  'POST /api/v1/clock': { by: 'operator', faults: { '/at': 'soon', '/frozen': 'yes' } },
};
