// People by what somebody typed: the beginning of a name, in characters or in pinyin, a code, a login name.
import { schema, type Reader } from '@xueshi/database';
import { and, asc, eq, isNull, or, sql, type SQL } from 'drizzle-orm';
import { personOfLogin } from '../accounts/service.ts';
import { pinyinOf } from './pinyin.ts';

const { accounts, memberships, orgUnits, people } = schema;

const startsWith = (column: SQL, typed: string) =>
  sql`substr(${column}, 1, ${typed.length}) = ${typed}`;

/** Found by the pinyin index, so that only people of such a beginning are looked at. */
function namedLike(typed: string): SQL | undefined {
  const isLatin = /^[a-z]/i.test(typed);
  const letters = typed.toLowerCase().replaceAll(' ', '');
  const pinyin = isLatin ? letters.slice(0, 1) : pinyinOf(typed).namePinyin;
  return and(
    sql`${people.namePinyin} >= ${pinyin} AND ${people.namePinyin} < ${`${pinyin}\u{10ffff}`}`,
    isLatin
      ? startsWith(sql`replace(${people.namePinyin}, ' ', '')`, letters)
      : startsWith(sql`${people.name}`, typed),
  );
}

const foundWhere = (db: Reader, where: SQL | undefined, within: readonly string[] | null) =>
  db
    .select({
      id: people.id,
      name: people.name,
      code: people.code,
      post: memberships.post,
      unitName: orgUnits.name,
      closedAt: people.closedAt,
      loginName: accounts.loginName,
    })
    .from(people)
    .leftJoin(memberships, and(eq(memberships.personId, people.id), isNull(memberships.endsAt)))
    .leftJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .leftJoin(accounts, eq(accounts.personId, people.id))
    .where(
      and(
        where,
        within === null
          ? undefined
          : or(...within.map((path) => startsWith(sql`${orgUnits.path}`, path))),
      ),
    )
    .orderBy(asc(people.namePinyin), asc(people.id));

export type FoundPerson = Awaited<ReturnType<typeof foundWhere>>[number];

/**
 * At most `limit` people whose name begins as typed, or whose personnel code or login name it is, in the subtrees
 * `within` only where given; by name, closed ones included. `typed` is trimmed and not empty.
 */
export async function findPeople(
  db: Reader,
  typed: string,
  { within, limit }: { within: readonly string[] | null; limit: number },
): Promise<FoundPerson[]> {
  if (within?.length === 0) return [];
  const login = await personOfLogin(db, typed);
  const meant = or(eq(people.code, typed), login === null ? undefined : eq(people.id, login));
  const coded = await foundWhere(db, meant, within);
  const named = await foundWhere(db, namedLike(typed), within).limit(limit);
  const others = named.filter(({ id }) => coded.every((one) => one.id !== id));
  return [...coded, ...others].slice(0, limit);
}
