import type { DataSource } from 'typeorm';
import { personIndex } from '../personal-data/person-index.js';
import type { PersonalData } from '../personal-data/personal-data.js';

/** The one index key of a database. */
const INDEX_KEY_ID = 'index';

interface KnownKey {
  readonly kind: 'DATA' | 'INDEX';
  readonly keyId: string;
  readonly fingerprint: string | null;
  readonly isRetired: boolean;
}

/**
 * Why this configuration cannot serve this database: a key that rows need is missing or is another one. Writes down the
 * keys that will seal from now on where nothing is wrong; safe at every start.
 */
export async function keyFaults(dataSource: DataSource, personalData: PersonalData): Promise<string[]> {
  const known = await dataSource.query<KnownKey[]>(
    `select kind, key_id as "keyId", fingerprint, retired_at is not null as "isRetired" from encryption_key
      order by kind, key_id`,
  );
  const { data, index } = personalData.fingerprints();
  const faults = known.flatMap((key) => {
    if (key.kind === 'INDEX') return key.fingerprint === index ? [] : [OTHER_INDEX_KEY];
    const held = data.find(({ keyId }) => keyId === key.keyId);
    if (held === undefined) return key.isRetired ? [] : [missing(key.keyId)];
    const isOther = key.fingerprint !== null && key.fingerprint !== held.fingerprint;
    return isOther ? [otherKey(key.keyId)] : [];
  });
  if (faults.length > 0) return faults;
  const isIndexKnown = known.some(({ kind }) => kind === 'INDEX');
  if (!isIndexKnown && !(await indexesMatch(dataSource, personalData))) return [OTHER_INDEX_KEY];
  const [current] = data;
  await dataSource.query(
    `insert into encryption_key (kind, key_id, fingerprint) values ('DATA', $1, $2), ('INDEX', '${INDEX_KEY_ID}', $3)
     on conflict (kind, key_id) do update set fingerprint = excluded.fingerprint, retired_at = null
       where encryption_key.fingerprint is null or encryption_key.retired_at is not null`,
    [current?.keyId, current?.fingerprint, index],
  );
  await dataSource.query(
    `update encryption_key k set fingerprint = held.fingerprint
       from jsonb_to_recordset($1) as held ("keyId" text, fingerprint text)
      where k.kind = 'DATA' and k.key_id = held."keyId" and k.fingerprint is null`,
    [JSON.stringify(data)],
  );
  return [];
}

/** Keys by which nothing is sealed any more; a start no longer asks for them. Gives their ids. */
export async function retireUnusedKeys(dataSource: DataSource, used: readonly string[]): Promise<string[]> {
  const [rows] = await dataSource.query<[{ keyId: string }[], number]>(
    `update encryption_key set retired_at = clock_timestamp()
      where kind = 'DATA' and retired_at is null and not key_id = any ($1) returning key_id as "keyId"`,
    [used],
  );
  return rows.map(({ keyId }) => keyId);
}

/** Before the index key was written down, a row proves it. Who sees no rows proves nothing: `prepare` is the owner's. */
async function indexesMatch(dataSource: DataSource, personalData: PersonalData): Promise<boolean> {
  const [person] = await dataSource.query<{ type: string; sealed: string; index: string }[]>(
    'select id_type as type, id_no_sealed as sealed, id_no_index as index from employee limit 1',
  );
  if (person === undefined) return true;
  return personIndex(personalData, person.type, personalData.open(person.sealed)) === person.index;
}

const OTHER_INDEX_KEY =
  'JUZHENG_INDEX_KEY 与该数据库的盲索引所用的密钥不同：按证件号码将查不到任何人，请恢复原密钥';

function missing(keyId: string): string {
  return `JUZHENG_DATA_KEYS 缺少密钥 ${keyId}：数据库中仍有内容用它加密，请补上，或先用 admin personal-data rotate 轮换`;
}

function otherKey(keyId: string): string {
  return `JUZHENG_DATA_KEYS 中的密钥 ${keyId} 与该数据库所用的不是同一个`;
}
