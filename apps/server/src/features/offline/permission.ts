// A permission as it travels: its payload in canonical JSON, the id of the key, and the signature.
import { canonicalJson, isSignatureOf, signText } from '@xueshi/formats';
import { createHmac, type KeyObject } from 'node:crypto';
import type { PublicKey } from '@xueshi/formats';
import type { SigningKey } from '../../platform/signing.ts';
import type { PermissionRow } from './store.ts';

const FORMAT = 'xueshi-offline-1';

const payloadOf = (row: PermissionRow) =>
  canonicalJson({
    format: FORMAT,
    id: row.id,
    personId: row.personId,
    enrolmentId: row.enrolmentId,
    lessonId: row.lessonId,
    mediaVersion: row.mediaAssetId,
    issuedAt: row.issuedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  });

export function signPermission(row: PermissionRow, key: SigningKey): string {
  const payload = payloadOf(row);
  const signature = signText(payload, key.privateKey);
  return [Buffer.from(payload, 'utf8').toString('base64url'), key.publicKey.keyId, signature].join(
    '.',
  );
}

/** The id of the key that a permission names; null where it is no permission. */
export function keyIdOf(permission: string): string | null {
  const parts = permission.split('.');
  return parts.length === 3 ? (parts[1] ?? null) : null;
}

/** Whether this is what the row permits, signed by that key. */
export function isPermission(permission: string, row: PermissionRow, key: PublicKey): boolean {
  const [payload = '', , signature = ''] = permission.split('.');
  const text = Buffer.from(payload, 'base64url').toString('utf8');
  return text === payloadOf(row) && isSignatureOf(text, signature, key);
}

/** The key of one permission's log: derived, so that nothing is stored. */
export const logKeyOf = (secret: KeyObject, permissionId: string): Buffer =>
  createHmac('sha256', secret).update(`offline-log|${permissionId}`).digest();
