import type { AuditHead } from '../database/audit-sealer.js';
import { readVerified, sha256Of, type ObjectStore } from './object-store.js';

const PREFIX = 'audit/heads/';

/** Writes the head of the audit chain outside the database; the key carries the position, so it is never overwritten. */
export async function anchorAuditHead(store: ObjectStore, head: AuditHead): Promise<void> {
  const body = Buffer.from(JSON.stringify(head));
  const key = `${PREFIX}${head.position.padStart(15, '0')}.json`;
  await store.put(key, body, {
    sizeBytes: body.length,
    sha256: sha256Of(body),
    mediaType: 'application/json',
  });
}

export async function readAuditAnchors(store: ObjectStore): Promise<AuditHead[]> {
  const anchors: AuditHead[] = [];
  for await (const { key } of store.list(PREFIX)) {
    const head = await store.head(key);
    if (head?.sha256 === null || head === null) continue;
    anchors.push(JSON.parse((await readVerified(store, key, head.sha256)).toString('utf8')) as AuditHead);
  }
  return anchors;
}
