import { Check, Entity, Index, PrimaryColumn } from 'typeorm';

/** What the names of persons and units are found by (domain.md §11, "fuzzy"); the key is the index of every search. */
@Entity('name_token')
@Index('name_token_subject_idx', ['subjectId'])
@Check('name_token_kind_check', `subject_kind in ('PERSON', 'UNIT')`)
export class NameTokenRow {
  @PrimaryColumn('text', { name: 'subject_kind' }) subjectKind!: string;
  @PrimaryColumn('text', { name: 'token' }) token!: string;
  @PrimaryColumn('uuid', { name: 'subject_id' }) subjectId!: string;
}
