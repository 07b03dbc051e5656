// Identity numbers at rest: sealed for whoever may look, hashed with a key for finding, masked on
// screens (DOMAIN 3, PIPL practice). Both keys come from the installation's secret.
import { maskIdentityNumber } from '@xueshi/domain';
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

const keys = new WeakMap<KeyObject, { seal: Buffer; index: Buffer }>();

function keysOf(secret: KeyObject) {
  const known = keys.get(secret);
  if (known) return known;
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, '', `xueshi identity number ${purpose}`, 32));
  const derived = { seal: derive('sealing'), index: derive('index') };
  keys.set(secret, derived);
  return derived;
}

/** Seals a number for one person: moved to another person's row it opens no more. */
export function sealIdentity(secret: KeyObject, personId: string, number: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keysOf(secret).seal, iv);
  cipher.setAAD(Buffer.from(personId));
  const sealed = Buffer.concat([iv, cipher.update(number, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${VERSION}.${sealed.toString('base64url')}`;
}

/** The number; throws where the seal was broken or belongs to somebody else. */
export function openIdentity(secret: KeyObject, personId: string, sealed: string): string {
  const [version, body = ''] = sealed.split('.');
  if (version !== VERSION) throw new Error('an identity number was sealed by another version');
  const bytes = Buffer.from(body, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', keysOf(secret).seal, bytes.subarray(0, IV_BYTES));
  decipher.setAAD(Buffer.from(personId));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
}

/** What the same number always gives here, and elsewhere never. */
export const identityIndexOf = (secret: KeyObject, number: string): string =>
  createHmac('sha256', keysOf(secret).index).update(number).digest('base64url');

/** The number as it is shown; a seal that does not open shows nothing of it. */
export function maskedIdentity(secret: KeyObject, personId: string, sealed: string | null) {
  return sealed === null ? null : maskIdentityNumber(openIdentity(secret, personId, sealed));
}
