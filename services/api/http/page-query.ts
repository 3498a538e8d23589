import { ParsedField } from './fields.js';
import { parseLimit, readCursor } from './keyset.js';

export function LimitField(): PropertyDecorator {
  return ParsedField({ label: '每页条数', parse: parseLimit, optional: true, example: '20' });
}

/** What every keyset list is asked with. */
export class PageQuery {
  @ParsedField({
    label: '下一页标记',
    parse: (text) => (readCursor(text) === null ? null : text),
    optional: true,
  })
  cursor?: string;

  @LimitField()
  limit?: string;
}
