import { sql, type SQL } from 'drizzle-orm';
import { pinyinOf } from '../people/service.ts';

/** Input methods type full-width letters; capitals do not matter either. */
export const foldName = (text: string) => text.normalize('NFKC').toLowerCase().trim();

/** Part of a name, or the beginning of its initials or pinyin; `p`: what people are called; `typed` is folded. */
export function namesLike(typed: string, p: SQL = sql`p`): SQL {
  const letters = typed.replaceAll(' ', '');
  return sql`(instr(lower(${p}.name), ${typed}) > 0
    OR substr(${p}.name_initials, 1, ${letters.length}) = ${letters}
    OR substr(replace(${p}.name_pinyin, ' ', ''), 1, ${letters.length}) = ${letters})`;
}

/** The part of the name index where names that begin as typed lie; `s` is person_standings. */
export function pinyinStart(typed: string): SQL {
  const from = /^[a-z]/.test(typed) ? typed.slice(0, 1) : pinyinOf(typed).namePinyin;
  return sql`s.name_pinyin >= ${from} AND s.name_pinyin < ${`${from}\u{10ffff}`}`;
}
