import { Column, PrimaryColumn, type ColumnOptions } from 'typeorm';

/** Column kinds of this schema: `text` with CHECK rather than enum types, instants with zone, days as text. */
type Options = Pick<ColumnOptions, 'nullable' | 'default'>;

export const Text = (name: string, options: Options = {}): PropertyDecorator =>
  Column('text', { name, ...options });
export const Uuid = (name: string, options: Options = {}): PropertyDecorator =>
  Column('uuid', { name, ...options });
export const Whole = (name: string, options: Options = {}): PropertyDecorator =>
  Column('integer', { name, ...options });
export const Flag = (name: string, options: Options = {}): PropertyDecorator =>
  Column('boolean', { name, ...options });
export const Json = (name: string, options: Options = {}): PropertyDecorator =>
  Column('jsonb', { name, ...options });
/** A calendar day in Asia/Shanghai, read as `yyyy-MM-dd`. */
export const Day = (name: string, options: Options = {}): PropertyDecorator =>
  Column('date', { name, ...options });
/** An instant; millisecond precision is what the rest of the product sees. */
export const Instant = (name: string, options: Options = {}): PropertyDecorator =>
  Column({ type: 'timestamptz', name, precision: 3, ...options });
/** CNY; read as text, so that no digit is lost. */
export const Money = (name: string, options: Options = {}): PropertyDecorator =>
  Column('numeric', { name, precision: 18, scale: 2, ...options });
/** Of the transaction that wrote the row last: orders what is told in the order of the commits (design.md §1 SSE). */
export const TransactionNumber = (): PropertyDecorator =>
  Column('bigint', { name: 'transaction_id', default: () => 'current_transaction_number()' });
/** Text sealed by `PersonalData` (design.md §4). */
export const Sealed = Text;

/** What every aggregate root carries (domain.md §3). `version` rises with each write and guards it. */
export abstract class AggregateRow {
  @PrimaryColumn('uuid', { name: 'id' })
  id!: string;

  @Instant('created_at', { default: () => 'business_now()' })
  createdAt!: Date;

  @Instant('updated_at', { default: () => 'business_now()' })
  updatedAt!: Date;

  @Whole('version', { default: 1 })
  version!: number;
}
