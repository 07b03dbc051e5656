// Login names for people whom nobody chose one for.
import { schema, type Tx } from '@xueshi/database';
import { and, gte, lt } from 'drizzle-orm';

const { accounts } = schema;

/** What a login name is made of: the personnel code, else the name in pinyin. */
const stemOf = ({ code, namePinyin }: { code: string | null; namePinyin: string }): string =>
  code !== null && code.length >= 2
    ? code.toLowerCase().replaceAll('/', '-')
    : namePinyin.replaceAll(/[^a-z0-9]/g, '').slice(0, 40) || 'user';

/** A login name that nobody has: zhangwei, or zhangwei2 where there is one already. */
export async function freeLoginName(
  tx: Tx,
  person: { code: string | null; namePinyin: string },
): Promise<string> {
  const stem = stemOf(person);
  const rows = await tx
    .select({ loginKey: accounts.loginKey })
    .from(accounts)
    .where(and(gte(accounts.loginKey, stem), lt(accounts.loginKey, `${stem}:`)));
  const taken = new Set(rows.map(({ loginKey }) => loginKey));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? stem : `${stem}${number}`;
    if (name.length >= 2 && !taken.has(name)) return name;
  }
}
