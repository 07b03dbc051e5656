import { hash, verify } from '@node-rs/argon2';
import { randomInt } from 'node:crypto';
import { Refused } from '../../platform/refused.ts';
import type { SignInPolicy } from '../../platform/sign-in-policy.ts';
import { commonPasswords } from './common-passwords.ts';

/** Argon2id as OWASP recommends: 19 MiB, two passes, one lane. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each hash holds 19 MiB: more at once than this and a flood of sign-ins would exhaust memory. */
const AT_ONCE = 2;
const WAITING = 64;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING) throw new Refused('busy');
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

const prepare = (password: string) => password.normalize('NFKC');

export const hashPassword = (password: string) => inTurn(() => hash(prepare(password), OPTIONS));

let stranger: Promise<string> | undefined;

/** Checks a password; without an account it takes the same time against a hash of nothing. */
export async function passwordMatches(
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  stranger ??= hashPassword('nobody has this password');
  const against = passwordHash ?? (await stranger);
  const matches = await inTurn(() => verify(against, prepare(password)));
  return matches && passwordHash !== null;
}

/** Refuses a new password that the policy does not allow, saying what it lacks. */
export function checkNewPassword(policy: SignInPolicy, password: string): void {
  const characters = [...password.normalize('NFKC')];
  if (characters.length < policy.minimumLength) {
    throw new Refused('password-too-short', { minimum: policy.minimumLength });
  }
  const classes = [/\p{Lu}/u, /\p{Ll}/u, /\p{N}/u, /[^\p{Lu}\p{Ll}\p{N}]/u];
  if (classes.filter((one) => one.test(password)).length < policy.minimumClasses) {
    throw new Refused('password-too-simple', { minimum: policy.minimumClasses });
  }
  if (isCommon(password)) throw new Refused('password-too-common');
}

function isCommon(password: string): boolean {
  const folded = password.normalize('NFKC').toLowerCase();
  const letters = folded.replaceAll(/[^\p{L}\p{N}]/gu, '');
  return commonPasswords.has(folded) || commonPasswords.has(letters) || /^(.)\1*$/u.test(folded);
}

/** No 0/O, 1/l/I: it is read aloud or copied from paper. */
const READABLE = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A one-time password such as Kq7m-x2Rd-9tGw: about 70 bits. */
export function newOneTimePassword(): string {
  for (;;) {
    const letters = Array.from({ length: 12 }, () => READABLE[randomInt(READABLE.length)]).join('');
    const password = `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
    if (/[A-Z]/.test(password) && /[a-z]/.test(password) && /\d/.test(password)) return password;
  }
}
