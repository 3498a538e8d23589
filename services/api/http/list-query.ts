import { ChoiceField, TextField } from './fields.js';
import { PageQuery } from './page-query.js';

/** The query of a keyset list. */
export class ListQuery extends PageQuery {
  @ChoiceField({ label: '仅在办业务', of: ['true', 'false'], optional: true })
  inFlight?: 'true' | 'false';

  @TextField({ label: '当前环节', max: 30, optional: true, example: 'UNIT' })
  level?: string;

  /** Of person or unit: part of it, pinyin or initials. */
  @TextField({ label: '姓名或单位名称', max: 100, optional: true, example: '王' })
  name?: string;
}
