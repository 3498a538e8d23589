import { ChoiceField, TextField } from './fields.js';
import { PageQuery } from './page-query.js';

/** The query of a keyset list. */
export class ListQuery extends PageQuery {
  @ChoiceField({ label: '仅在办业务', of: ['true', 'false'], optional: true })
  inFlight?: 'true' | 'false';

  @TextField({ label: '当前环节', max: 30, optional: true, example: 'UNIT' })
  level?: string;

  /** 查询员工业务申请 or 查询单位业务申请 (domain.md §11 S-17). */
  @ChoiceField({ label: '申请对象', of: ['EMPLOYEE', 'UNIT'], optional: true })
  subject?: 'EMPLOYEE' | 'UNIT';

  /** Of person or unit: part of it, pinyin or initials. */
  @TextField({ label: '姓名或单位名称', max: 100, optional: true, example: '王' })
  name?: string;
}
