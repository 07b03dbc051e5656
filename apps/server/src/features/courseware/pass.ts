import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { keyFor } from '../../platform/sealing.ts';
import type { OfLesson } from './store.ts';

/** What whoever holds an address of courseware may see: cookies do not get there, so the address says it. */
export interface Pass {
  /** The package's files: SHA-256 (hex) of its zip. */
  readonly packedAs: string;
  /** Whose courseware it is; null: an author's trial, of which nothing is kept. */
  readonly of: OfLesson | null;
  /** The origin of the pages that may show it. */
  readonly page: string;
  /** Until when it holds, in ms. */
  readonly untilMs: number;
}

const DAY_MS = 86_400_000;
const keyOf = keyFor('courseware passes');

const sealOf = (secret: KeyObject, body: string) =>
  createHmac('sha256', keyOf(secret)).update(body).digest().subarray(0, 18);

/** The same all day, so that a browser need not fetch again what it has; it holds for one more day at least. */
export function passUntil(now: Date): number {
  return (Math.floor(now.getTime() / DAY_MS) + 2) * DAY_MS;
}

export function writePass(secret: KeyObject, { packedAs, of, page, untilMs }: Pass): string {
  const said = [packedAs, page, untilMs, ...(of ? [of.enrolmentId, of.lessonId] : [])];
  const body = Buffer.from(JSON.stringify(said)).toString('base64url');
  return `${body}.${sealOf(secret, body).toString('base64url')}`;
}

/** Null where we did not write it, or where it holds no more. */
export function readPass(secret: KeyObject, pass: string, now: Date): Pass | null {
  const [body = '', seal = '', ...more] = pass.split('.');
  const given = Buffer.from(seal, 'base64url');
  const right = sealOf(secret, body);
  if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right))
    return null;
  const [packedAs, page, untilMs, enrolmentId, lessonId] = JSON.parse(
    Buffer.from(body, 'base64url').toString('utf8'),
  ) as [string, string, number, string?, string?];
  if (now.getTime() >= untilMs) return null;
  const of = enrolmentId && lessonId ? { enrolmentId, lessonId } : null;
  return { packedAs, page, untilMs, of };
}
