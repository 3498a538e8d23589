import { ParsedField } from './fields.js';

/** An administrative division (GB/T 2260). */
const DISTRICT = /^\d{6}$/;

/** A district by its division code. */
export function DistrictField(options: {
  readonly label: string;
  readonly optional?: boolean;
}): PropertyDecorator {
  return ParsedField({
    ...options,
    example: '110108',
    parse: (text) => (DISTRICT.test(text) ? text : null),
  });
}
