// When an edition comes into force, whoever wrote what cites articles it changed is told, once.
import { schema, type Reader, type Tx } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import { editionFor } from '@xueshi/formats';
import { and, eq, inArray } from 'drizzle-orm';
import { inForce } from '../../platform/grants-in-force.ts';
import { enqueueJob, type JobHandler } from '../../platform/jobs.ts';
import { notifyMany, type Occasion } from '../notices/service.ts';
import { findings } from './flags.ts';
import { keptStatutes } from './store.ts';

const { courseDrafts, roleGrants } = schema;

export const TELL_AUTHORS = 'tell-authors-of-statutes';
const CHUNK = 200;

/** Has the authors told on the first day of force; at once where that day has come. */
export async function tellWhenInForce(
  tx: Tx,
  { editionId, inForceFrom }: { readonly editionId: string; readonly inForceFrom: string | null },
  now: Date,
): Promise<void> {
  const begins = inForceFrom === null ? now : new Date(`${inForceFrom}T00:00:00+08:00`);
  await enqueueJob(tx, {
    name: TELL_AUTHORS,
    uniqueKey: `${TELL_AUTHORS}:${editionId}`,
    payload: { editionId },
    now: begins > now ? begins : now,
  });
}

/** Who wrote a course in the studio; of course folders and banks nobody is known, so every author is told. */
async function writersOf(
  db: Reader,
  places: readonly { readonly kind: string; readonly id: string }[],
  now: Date,
): Promise<Set<string>> {
  const ids = places.map(({ id }) => id);
  const drafts = await db
    .select()
    .from(courseDrafts)
    .where(inArray(courseDrafts.slug, ids))
    .union(db.select().from(courseDrafts).where(inArray(courseDrafts.id, ids)));
  const written = new Set(drafts.flatMap(({ id, slug }) => [id, slug]));
  const people = new Set(drafts.flatMap(({ createdBy, savedBy }) => [createdBy, savedBy]));
  if (places.every(({ kind, id }) => kind !== 'bank' && written.has(id))) return people;
  const authors = await db
    .select({ personId: roleGrants.personId })
    .from(roleGrants)
    .where(and(eq(roleGrants.role, 'author'), inForce(now)));
  for (const { personId } of authors) people.add(personId);
  return people;
}

export const tellAuthorsHandler: JobHandler = async (platform, payload) => {
  const { editionId } = payload as { editionId: string };
  const { db, write, clock } = platform;
  const now = clock.now();
  const statute = (await keptStatutes(platform)).find(({ editions }) =>
    editions.some(({ id }) => id === editionId),
  );
  const edition = statute && editionFor(statute.editions, trainingDayOf(now));
  // Another edition may have overtaken it while it waited.
  if (!statute || edition?.id !== editionId) return;
  const found = (await findings(platform)).filter(({ after }) => after.id === editionId);
  if (found.length === 0) return;
  const places = found.map(({ place: { kind, id } }) => ({ kind, id }));
  const people = [...(await writersOf(db, places, now))];
  const count = new Set(places.map(({ kind, id }) => `${kind} ${id}`)).size;
  const occasions = people.map((personId): Occasion => ({
    personId,
    kind: 'statute-changed',
    occasion: editionId,
    params: { title: statute.title, date: edition.inForceFrom ?? '', count },
    link: '/studio/statutes',
    now,
  }));
  for (let from = 0; from < occasions.length; from += CHUNK)
    await write((tx) => notifyMany(tx, occasions.slice(from, from + CHUNK)));
};
