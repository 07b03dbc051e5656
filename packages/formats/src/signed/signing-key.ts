// Ed25519 keys as this installation and others exchange them.
import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

export const SIGNATURE_ALGORITHM = 'Ed25519';

/** A public key as it is published. */
export interface PublicKey {
  readonly key: KeyObject;
  /** SPKI, DER, base64: what stands between the lines of a PEM file. */
  readonly base64: string;
  /** SHA-256 of the SPKI bytes, 64 lower-case hex digits: what people compare. */
  readonly fingerprint: string;
  /** The first 16 digits of the fingerprint: names the key, proves nothing. */
  readonly keyId: string;
}

/** Describes an Ed25519 key, private or public. Throws for a key of another kind. */
export function describeKey(key: KeyObject): PublicKey {
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('not an Ed25519 key');
  const open = key.type === 'public' ? key : createPublicKey(key);
  const bytes = open.export({ type: 'spki', format: 'der' });
  const fingerprint = createHash('sha256').update(bytes).digest('hex');
  return {
    key: open,
    base64: bytes.toString('base64'),
    fingerprint,
    keyId: fingerprint.slice(0, 16),
  };
}

/** Reads a public key from PEM or from the base64 of its SPKI bytes; null where it is neither. */
export function readPublicKey(text: string): PublicKey | null {
  const body = text.replace(/-----(?:BEGIN|END) PUBLIC KEY-----/g, '').replaceAll(/\s/g, '');
  const bytes = exactBase64(body);
  if (!bytes) return null;
  try {
    return describeKey(createPublicKey({ key: bytes, format: 'der', type: 'spki' }));
  } catch {
    return null; // The library says no more than that it is not a key.
  }
}

/** The key as a PEM file. */
export function pemOf({ key }: PublicKey): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

/** Signs the UTF-8 of a text; base64 of 64 bytes. */
export function signText(text: string, privateKey: KeyObject): string {
  return sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64');
}

/** Whether the signature is this key's over exactly this text, and written the one way base64 allows. */
export function isSignatureOf(text: string, signature: string, { key }: PublicKey): boolean {
  const bytes = exactBase64(signature);
  return bytes?.length === 64 && verify(null, Buffer.from(text, 'utf8'), key, bytes);
}

/** Decodes base64 that encodes back to itself: other spellings of the same bytes are not accepted. */
function exactBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length > 0 && bytes.toString('base64') === text ? bytes : null;
}
