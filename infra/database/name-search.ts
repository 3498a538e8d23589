import type { EntityManager } from 'typeorm';
import { nameNeedles, nameTokens } from '../../domain/identity/name-tokens.js';
import { spokenName } from '../names/spoken-name.js';

export type NamedKind = 'PERSON' | 'UNIT';

export interface NamedSubject {
  readonly id: string;
  readonly name: string;
}

const BATCH = 500;

/** Keeps what the subjects are found by; written by the transaction that writes their names. Safe to repeat. */
export async function recordNames(
  manager: EntityManager,
  kind: NamedKind,
  subjects: readonly NamedSubject[],
): Promise<void> {
  for (let from = 0; from < subjects.length; from += BATCH) {
    const batch = subjects.slice(from, from + BATCH).map(({ id, name }) => ({
      id,
      tokens: nameTokens(spokenName(name)),
    }));
    await manager.query('delete from name_token where subject_kind = $1 and subject_id = any($2)', [
      kind,
      batch.map(({ id }) => id),
    ]);
    await manager.query(
      `insert into name_token (subject_kind, token, subject_id)
       select $1, jsonb_array_elements_text(tokens), id
         from jsonb_to_recordset($2::jsonb) as named (id uuid, tokens jsonb)`,
      [kind, JSON.stringify(batch)],
    );
  }
}

/** SQL that is true where the subject in a column bears a name like the text; its values are added to `parameters`. */
export function namedLike(kind: NamedKind, column: string, text: string, parameters: unknown[]): string {
  const conditions = nameNeedles(text).map((tokens) => {
    const place = parameters.push([...tokens]);
    return `exists (select from name_token n where n.subject_kind = '${kind}' and n.subject_id = ${column}
                      and n.token = any($${place}::text[]))`;
  });
  return conditions.join(' and ');
}
