// The key by which this installation signs certificates and record files. The private key lies in the
// data folder; public keys stay in the database, so that what an older key signed can still be verified.
import { schema, type Reader, type Tx } from '@xueshi/database';
import { describeKey, readPublicKey, type PublicKey } from '@xueshi/formats';
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { onePerInstallation } from './per-installation.ts';
import type { Platform } from './platform.ts';

const { signingKeys } = schema;

export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: PublicKey;
}

/** The installation's key; made when first needed. One that is there but cannot be read is an error. */
export const signingKeyOf = onePerInstallation(
  ({ config }: Pick<Platform, 'db' | 'config'>): SigningKey => {
    const file = join(config.dataFolder, 'signing.key');
    if (!existsSync(file)) makeKey(file);
    const privateKey = createPrivateKey(readFileSync(file, 'utf8'));
    return { privateKey, publicKey: describeKey(privateKey) };
  },
);

function makeKey(file: string): void {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const partial = `${file}.partial`;
  // Whole on disk before it has its name: half a key would be worse than none.
  const handle = openSync(partial, 'w', 0o600);
  writeSync(handle, pem);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(partial, file);
}

/** Keeps the public key, before or with the first signature that needs it. */
export async function keepPublicKey(tx: Tx, { publicKey }: SigningKey, now: Date): Promise<void> {
  const { keyId, base64 } = publicKey;
  await tx
    .insert(signingKeys)
    .values({ keyId, publicKey: base64, firstUsedAt: now })
    .onConflictDoNothing();
}

/** A public key that was used here, by its id. */
export async function keptPublicKey(db: Reader, keyId: string): Promise<PublicKey | null> {
  const keys = await keptPublicKeys(db);
  return keys.find((key) => key.keyId === keyId) ?? null;
}

/** All public keys ever used here, oldest first. */
export async function keptPublicKeys(db: Reader): Promise<PublicKey[]> {
  const rows = await db.select().from(signingKeys).orderBy(signingKeys.firstUsedAt);
  return rows.flatMap((row) => readPublicKey(row.publicKey) ?? []);
}
