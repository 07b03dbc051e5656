// What an installation adds to beside what is built in, each by a stable code and with names of its own: the door of
// what is the same for key groups and audience categories.
import type { Tx } from '@xueshi/database';
import { nameKey, type AuditAction } from '@xueshi/domain';
import type { Locale } from '@xueshi/messages';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';

interface Coded {
  readonly code: string;
}
interface Named extends Coded {
  readonly name: Readonly<Record<Locale, string>>;
}

const LEAST_CHARACTERS = 2;

/** Whether it is a name at all, without what `forbidden` looks for. */
export const isFitName = (name: string, forbidden: RegExp): boolean =>
  [...name].length >= LEAST_CHARACTERS && nameKey(name) !== '' && !forbidden.test(name);

/** All that a roster could take for one of these: codes, and names in both languages. */
export const takenWords = (known: readonly Named[]): ReadonlySet<string> =>
  new Set(known.flatMap((one) => [one.code, one.name['zh-CN'], one.name.en]).map(nameKey));

/** What a code is called; the code itself for one that is not known any more. */
export const wordOf = (known: readonly Named[], code: string, locale: Locale): string =>
  known.find((one) => one.code === code)?.name[locale] ?? code;

/** Codes in the order in which they are listed; what is not known comes last. */
export function inListedOrder(known: readonly Coded[], codes: readonly string[]): string[] {
  const order = new Map(known.map(({ code }, at) => [code, at]));
  const placeOf = (code: string) => order.get(code) ?? known.length;
  return codes.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** One of the installation's own; what is built in is nobody's to change. */
export function ownAmong<Row>(
  known: readonly (Coded & { readonly own: Row | null })[],
  code: string,
): Row {
  const own = known.find((one) => one.code === code)?.own ?? null;
  if (own === null) throw new Refused('not-found');
  return own;
}

interface Deed {
  readonly actor: Actor;
  readonly at: Date;
  readonly action: AuditAction;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** They are the installation's, and so is what is done to them. */
export const recordDeed = (tx: Tx, { actor, at, action, detail }: Deed): Promise<void> =>
  recordAudit(tx, {
    ...{ at, actorId: actor.personId, action, subject: 'installation', detail },
    address: actor.address,
  });
