// What a draft is called in addresses: the name of its course's folder, and its slug for ever.
import { schema, type Reader, type Tx } from '@xueshi/database';
import { eq, like, or } from 'drizzle-orm';
import { pinyin } from 'pinyin-pro';

const { courseDrafts, courses } = schema;

const LONGEST_SLUG = 40;

/** The name of a course's folder, from the sound of its title. */
export function soundOf(title: string): string {
  const words = pinyin(title, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true });
  const slug = words
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replaceAll(/^-+|-+$/g, '');
  return slug || 'course';
}

/** What a course may be called at most, with room for a number. */
const LONGEST_WANTED = 60;

/** The wanted slug, or one with the first number that no course and no draft has. */
export async function freeSlug(tx: Tx, wanted: string): Promise<string> {
  const slug = wanted.slice(0, LONGEST_WANTED);
  const alike = (column: typeof courses.slug | typeof courseDrafts.slug) =>
    or(eq(column, slug), like(column, `${slug}-%`));
  const taken = new Set([
    ...(await tx.select({ slug: courses.slug }).from(courses).where(alike(courses.slug))).map(
      (row) => row.slug,
    ),
    ...(
      await tx
        .select({ slug: courseDrafts.slug })
        .from(courseDrafts)
        .where(alike(courseDrafts.slug))
    ).map((row) => row.slug),
  ]);
  for (let at = 1; ; at += 1) {
    const tried = at === 1 ? slug : `${slug}-${at}`;
    if (!taken.has(tried)) return tried;
  }
}

/** The draft of the course with that slug; null where nobody works on it in the studio. */
export async function draftNamed(db: Reader, slug: string): Promise<string | null> {
  const [row] = await db
    .select({ id: courseDrafts.id })
    .from(courseDrafts)
    .where(eq(courseDrafts.slug, slug));
  return row?.id ?? null;
}
