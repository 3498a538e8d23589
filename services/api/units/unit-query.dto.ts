import { TextField } from '../http/fields.js';
import { PageQuery } from '../http/page-query.js';

export class UnitQuery extends PageQuery {
  /** Part of it, pinyin or initials. */
  @TextField({ label: '单位名称', max: 100, optional: true, example: '云程' })
  name?: string;
}
