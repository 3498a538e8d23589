import { Check, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { TicketState } from '../../../domain/identity/sign-in-ticket.js';
import { AggregateRow, Instant, Sealed, Text, Uuid } from './columns.js';
import { AccountRow } from './identity.entity.js';
import { UnitRow } from './unit.entity.js';

/** A text for a key to sign, once. Of the browser's secret only the hash is stored; times are wall clock. */
@Entity('certificate_challenge')
export class CertificateChallengeRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Text('nonce') nonce!: string;
  @Text('binding_hash') bindingHash!: string;
  @Instant('issued_at', { default: () => 'clock_timestamp()' }) issuedAt!: Date;
  @Instant('expires_at') expiresAt!: Date;
}

/** A code on a screen that a phone confirms (domain.md §12). Of its two secrets only hashes are stored. */
@Entity('sign_in_ticket')
@Unique('sign_in_ticket_code_key', ['codeHash'])
@Check('sign_in_ticket_state_check', `state in ('WAITING', 'SCANNED', 'CONFIRMED', 'EXPIRED')`)
export class SignInTicketRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Text('method') method!: string;
  @Text('state', { default: 'WAITING' }) state!: TicketState;
  @Text('code_hash') codeHash!: string;
  @Text('binding_hash') bindingHash!: string;
  @Text('number') number!: string;
  @Text('scanned_by', { nullable: true }) scannedBy!: string | null;
  /** The identity result; it goes with the ticket. */
  @Sealed('identity_sealed', { nullable: true }) identitySealed!: string | null;
  @Instant('expires_at') expiresAt!: Date;
}

/** Whose account it is that came without a password: a person at a unit, or with no person the unit's certificate. */
@Entity('unit_identity')
@Index('unit_identity_person_key', ['unitId', 'personIndex'], {
  unique: true,
  where: 'person_index is not null',
})
@Index('unit_identity_certificate_key', ['unitId'], { unique: true, where: 'person_index is null' })
export class UnitIdentityRow {
  @PrimaryColumn('uuid', { name: 'account_id' })
  @ForeignKey(() => AccountRow, 'id', { name: 'unit_identity_account_fk' })
  accountId!: string;
  @Uuid('unit_id')
  @ForeignKey(() => UnitRow, 'id', { name: 'unit_identity_unit_fk' })
  unitId!: string;
  @Text('person_index', { nullable: true }) personIndex!: string | null;
  @Text('id_type', { nullable: true }) idType!: string | null;
  @Sealed('id_no_sealed', { nullable: true }) idNoSealed!: string | null;
}

/** Whom a unit lets in by electronic licence or certificate, and as what (domain.md §12). */
@Entity('unit_authorization')
@Index('unit_authorization_unit_idx', ['unitId', 'createdAt', 'id'])
@Index('unit_authorization_standing_key', ['unitId', 'personIndex', 'method', 'role'], {
  unique: true,
  where: 'revoked_at is null',
})
@Check('unit_authorization_method_check', `method in ('E_LICENCE', 'INSTITUTION_CERT')`)
@Check('unit_authorization_role_check', `role in ('UNIT_LICENCE_ADMIN', 'UNIT_HANDLER')`)
export class UnitAuthorizationRow extends AggregateRow {
  @Uuid('unit_id')
  @ForeignKey(() => UnitRow, 'id', { name: 'unit_authorization_unit_fk' })
  unitId!: string;
  @Text('method') method!: string;
  @Text('role') role!: string;
  @Text('person_name') personName!: string;
  @Text('person_index') personIndex!: string;
  @Text('id_type') idType!: string;
  @Sealed('id_no_sealed') idNoSealed!: string;
  @Sealed('mobile_sealed') mobileSealed!: string;
  @Uuid('granted_by') grantedBy!: string;
  @Instant('revoked_at', { nullable: true }) revokedAt!: Date | null;
  @Uuid('revoked_by', { nullable: true }) revokedBy!: string | null;
  @Text('revoke_reason', { nullable: true }) revokeReason!: string | null;
}

/** Trial mode only: the test authority of this installation with its keys, made on the machine. */
@Entity('trial_authority')
@Check('trial_authority_one_check', `id = 'trial'`)
export class TrialAuthorityRow {
  @PrimaryColumn('text', { name: 'id' }) id!: string;
  @Sealed('keys_sealed') keysSealed!: string;
  /** Roots and revocation lists in PEM. */
  @Text('trusted_pem') trustedPem!: string;
}
