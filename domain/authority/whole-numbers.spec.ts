import { ALL_ROLES, REVIEWER_ROLES } from './roles.js';
import { readsWholeNumbers } from './whole-numbers.js';

it('ID numbers are read in full by the person and by reviewers only', () => {
  expect(ALL_ROLES.filter(readsWholeNumbers)).toEqual(['EMPLOYEE', ...REVIEWER_ROLES]);
});
