import { ChoiceField, TextField } from './fields.js';

/** The query of a keyset list. */
export class ListQuery {
  @TextField({ label: '下一页标记', max: 300, optional: true })
  cursor?: string;

  @TextField({ label: '每页条数', max: 3, optional: true, example: '20' })
  limit?: string;

  @ChoiceField({ label: '仅在办业务', of: ['true', 'false'], optional: true })
  inFlight?: 'true' | 'false';

  @TextField({ label: '当前环节', max: 30, optional: true, example: 'UNIT' })
  level?: string;
}
