import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;

/** Random: what is stored of it is its hash alone. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
