// Text that must be read again, kept so that the database alone does not tell it: AES-256-GCM with keys
// from the installation's secret, one for each purpose.
import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A key of the installation for one purpose, derived once. Bytes would be made a key again at each use, which takes ten times as long. */
export function keyFor(purpose: string): (secret: KeyObject) => KeyObject {
  const known = new WeakMap<KeyObject, KeyObject>();
  return (secret) => {
    const derive = () =>
      createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `xueshi ${purpose}`, 32)));
    const key = known.get(secret) ?? derive();
    known.set(secret, key);
    return key;
  };
}

/** Seals and opens texts of one purpose, each for one owner: moved to another's row it opens no more. */
export function sealingFor(purpose: string) {
  const keyOf = keyFor(purpose);
  return {
    seal(secret: KeyObject, ownerId: string, text: string): string {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv);
      cipher.setAAD(Buffer.from(ownerId));
      const sealed = [iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
      return `${VERSION}.${Buffer.concat(sealed).toString('base64url')}`;
    },
    /** Throws where the seal was broken or belongs to somebody else. */
    open(secret: KeyObject, ownerId: string, sealed: string): string {
      const [version, body = ''] = sealed.split('.');
      if (version !== VERSION) throw new Error(`${purpose} was done by another version`);
      const bytes = Buffer.from(body, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, IV_BYTES));
      decipher.setAAD(Buffer.from(ownerId));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = bytes.subarray(IV_BYTES, -TAG_BYTES);
      return decipher.update(text, undefined, 'utf8') + decipher.final('utf8');
    },
  };
}
