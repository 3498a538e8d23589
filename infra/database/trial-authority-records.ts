import type { DataSource, EntityManager } from 'typeorm';
import { makeTrialKeys, trialTrust, type TrialKeys } from '../identity/trial/trial-authority.js';
import type { PersonalData } from '../personal-data/personal-data.js';

/** Makes the test authority of a trial installation; the one that is there stays. */
export async function makeTrialAuthority(manager: EntityManager, personalData: PersonalData): Promise<void> {
  const [found] = await manager.query<unknown[]>('select from trial_authority');
  if (found !== undefined) return;
  const keys = makeTrialKeys();
  await manager.query(
    `insert into trial_authority (id, keys_sealed, trusted_pem) values ('trial', $1, $2) on conflict do nothing`,
    [personalData.sealJson(keys), trialTrust(keys, new Date())],
  );
}

/** The test authority of trial mode; production asks for none. */
export class TrialAuthorityRecords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  async keys(): Promise<TrialKeys> {
    const [row] = await this.dataSource.query<[{ keys_sealed: string }]>(
      'select keys_sealed from trial_authority',
    );
    return this.personalData.openJson(row.keys_sealed) as TrialKeys;
  }

  async trustedPem(): Promise<string | null> {
    const [row] = await this.dataSource.query<{ trusted_pem: string }[]>(
      'select trusted_pem from trial_authority',
    );
    return row?.trusted_pem ?? null;
  }

  async providerKey(): Promise<string> {
    return (await this.keys()).provider;
  }
}
