import fc from 'fast-check';
import { fieldKind } from '../application/field-kinds.js';
import {
  mayReveal,
  PERSONAL_CLASSES,
  PERSONAL_KINDS,
  REVEALABLE_CLASSES,
  shownTo,
  viewerOf,
  visibilityOf,
  VISIBILITY,
  type PersonalClass,
  type PersonalKind,
  type Viewer,
} from './personal-fields.js';
import { ALL_ROLES, REVIEWER_ROLES, UNIT_ROLES, type Role } from './roles.js';

const KINDS = Object.keys(PERSONAL_KINDS) as PersonalKind[];
const CLASSES = Object.keys(PERSONAL_CLASSES) as PersonalClass[];
const VIEWERS = Object.keys(VISIBILITY.CONTACT) as Viewer[];
const EXAMPLES: Readonly<Record<PersonalKind, string>> = {
  idNo: '110108198802290010',
  telephone: '13800138000',
  mail: 'wang@example.com',
  address: '北京市海淀区中关村大街1号',
  familyName: '李小宝',
  familyIdNo: 'E12345678',
  familyBirthDate: '2015-06-01',
  familyList: '[{"relation":"CHILD","name":"李小宝","idNo":"E12345678","birthDate":"2015-06-01"}]',
  birthDate: '1988-02-29',
  background: '汉族',
  income: '15000.00',
};

describe('who sees what of a person', () => {
  it('every role has a relation; only the owner sees all of it', () => {
    const relations = ALL_ROLES.map((role) => [role, viewerOf(role, 'PERSON', false)]);
    expect(Object.fromEntries(relations)).toEqual({
      ...Object.fromEntries(UNIT_ROLES.map((role) => [role, 'EMPLOYER'])),
      EMPLOYEE: 'OWNER',
      ...Object.fromEntries(REVIEWER_ROLES.map((role) => [role, 'REVIEWER'])),
      DEPARTMENT_ADMIN: 'DEPARTMENT_ADMIN',
      SYSTEM_OPERATOR: 'SYSTEM_OPERATOR',
      AUDITOR: 'AUDITOR',
    });
    expect(viewerOf(null, 'PERSON', true)).toBe('STRANGER');
    const owners = VIEWERS.filter((viewer) => CLASSES.every((each) => VISIBILITY[each][viewer] === 'CLEAR'));
    expect(owners).toEqual(['OWNER']);
  });

  it('a unit keeps the data of its contacts, and nobody else sees them in full', () => {
    const owners = ALL_ROLES.filter((role) => viewerOf(role, 'UNIT', false) === 'OWNER');
    expect(owners).toEqual([...UNIT_ROLES]);
    expect(viewerOf('EMPLOYEE', 'UNIT', false)).toBe('STRANGER');
  });

  it('what they have in hand changes what reviewers and administrators see, and nobody else', () => {
    const claiming: readonly Role[] = [...REVIEWER_ROLES, 'DEPARTMENT_ADMIN'];
    for (const role of ALL_ROLES) {
      const mayClaim = claiming.includes(role);
      expect([role, viewerOf(role, 'PERSON', true)]).toEqual([
        role,
        mayClaim ? 'CLAIMANT' : viewerOf(role, 'PERSON', false),
      ]);
    }
  });

  it('R4 numbers are masked for every unit, reviewer and office until they are revealed', () => {
    const clear = VIEWERS.filter((viewer) => visibilityOf('idNo', viewer) === 'CLEAR');
    expect(clear).toEqual(['OWNER']);
    expect(shownTo('EMPLOYER', 'idNo', EXAMPLES.idNo)).toBe('110108********0010');
    expect(shownTo('STRANGER', 'idNo', EXAMPLES.idNo)).toBeNull();
  });

  it('what is not clear is never shown as it is, and what is not known stays unknown', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VIEWERS), fc.constantFrom(...KINDS), (viewer, kind) => {
        const shown = shownTo(viewer, kind, EXAMPLES[kind]);
        const isClear = visibilityOf(kind, viewer) === 'CLEAR';
        expect(shown === EXAMPLES[kind]).toBe(isClear);
        if (visibilityOf(kind, viewer) === 'HIDDEN') expect(shown).toBeNull();
        expect(shownTo(viewer, kind, null)).toBeNull();
      }),
    );
  });

  it('revealing is for the unit and the reviewer in charge, of classes that the table opens to somebody', () => {
    const revealing = (viewer: Viewer) => mayReveal(viewer, REVEALABLE_CLASSES).accepted;
    expect(VIEWERS.filter(revealing)).toEqual(['OWNER', 'EMPLOYER', 'CLAIMANT']);
    const revealable = CLASSES.filter((each) =>
      VIEWERS.some((viewer) => VISIBILITY[each][viewer] === 'REVEALABLE'),
    );
    expect(revealable).toEqual([...REVEALABLE_CLASSES]);
    fc.assert(
      fc.property(fc.constantFrom(...VIEWERS), fc.subarray(CLASSES, { minLength: 1 }), (viewer, asked) => {
        const refused = asked.some((each) => ['MASKED', 'HIDDEN'].includes(VISIBILITY[each][viewer]));
        expect(mayReveal(viewer, asked).accepted).toBe(!refused);
      }),
    );
  });

  it('a field that no table names has no kind', () => {
    expect(['idNo', 'familyMembers', 'currentAddress', 'position'].map(fieldKind)).toEqual([
      'idNo',
      'familyList',
      'address',
      'OPEN',
    ]);
    expect(['shoeSize', 'toString', ''].map(fieldKind)).toEqual([null, null, null]);
  });
});
