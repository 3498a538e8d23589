import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { CHALLENGE_SECONDS, type CertificateChallenge } from '../../domain/identity/certificate-sign-in.js';
import { hashOf, newToken } from './hashed-token.js';

/** Texts that wait to be signed by a key; each can be taken once, by the browser that asked. */
export class ChallengeRecords {
  constructor(private readonly dataSource: DataSource) {}

  /** Forgets the expired ones on the way. */
  async issue(): Promise<{ readonly challenge: CertificateChallenge; readonly binding: string }> {
    const binding = newToken();
    const [row] = await this.dataSource.query<[ChallengeColumns]>(
      `with expired as (delete from certificate_challenge where expires_at < clock_timestamp()),
            moment as (select date_trunc('milliseconds', clock_timestamp()) as now)
       insert into certificate_challenge (id, nonce, binding_hash, issued_at, expires_at)
       select $1, $2, $3, now, now + make_interval(secs => $4) from moment
       returning id, nonce, issued_at, expires_at`,
      [randomUUID(), newToken(), hashOf(binding), CHALLENGE_SECONDS],
    );
    return { challenge: challengeOf(row), binding };
  }

  /** For who takes it first; null for everybody else, for another browser and when it has expired. `wall`: the instant. */
  async take(
    manager: EntityManager,
    id: string,
    binding: string,
  ): Promise<{ readonly challenge: CertificateChallenge; readonly wall: Date } | null> {
    const [rows] = await manager.query<[(ChallengeColumns & { wall: Date; valid: boolean })[], number]>(
      `delete from certificate_challenge where id = $1 and binding_hash = $2
       returning id, nonce, issued_at, expires_at, clock_timestamp() as wall, expires_at > clock_timestamp() as valid`,
      [id, hashOf(binding)],
    );
    const [row] = rows;
    return row?.valid === true ? { challenge: challengeOf(row), wall: row.wall } : null;
  }
}

interface ChallengeColumns {
  readonly id: string;
  readonly nonce: string;
  readonly issued_at: Date;
  readonly expires_at: Date;
}

function challengeOf(row: ChallengeColumns): CertificateChallenge {
  const { id, nonce, issued_at: issuedAt, expires_at: expiresAt } = row;
  return { id, nonce, issuedAt: issuedAt.toISOString(), expiresAt: expiresAt.toISOString() };
}
