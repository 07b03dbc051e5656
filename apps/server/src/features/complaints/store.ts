import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, asc, desc, eq, gt, inArray, isNull, lt, ne, or, sql, type SQL } from 'drizzle-orm';
import { inForce } from '../../platform/grants-in-force.ts';

const { complaintMessages, complaints, courses, courseVersions, orgUnits, people, roleGrants } =
  schema;

export type Complaint = typeof complaints.$inferSelect;
export type Message = typeof complaintMessages.$inferSelect;
type LocalText = NonNullable<Complaint['lessonTitle']>;

/** An entry with its first message and the name of its course. */
export interface PlacedComplaint {
  readonly complaint: Complaint;
  readonly first: Message;
  readonly courseSlug: string | null;
  readonly courseTitle: LocalText | null;
}

/** Whose entries somebody answers for; see handling.ts. */
export interface Reach {
  readonly personId: string;
  /** Topmost subtrees; '/' for everything. */
  readonly paths: readonly string[];
  /** Faults of lectures of all courses. */
  readonly lectureFaults: boolean;
}

export interface ComplaintFilter {
  readonly id?: string;
  readonly filedBy?: string;
  readonly within?: Reach;
  readonly ownedBy?: string;
  readonly states?: readonly string[];
  readonly kind?: string;
  readonly waitingBefore?: Date;
}

/** In the subtree, one's own to see to, or a lecture's fault; never what one filed oneself. */
function reached({ personId, paths, lectureFaults }: Reach): SQL | undefined {
  return and(
    ne(complaints.filedBy, personId),
    or(
      eq(complaints.ownerId, personId),
      // Not LIKE: an id may hold a sign that stands for any other there.
      ...paths.map((path) => sql`substr(${complaints.orgPath}, 1, ${path.length}) = ${path}`),
      lectureFaults ? eq(complaints.kind, 'lecture_fault') : undefined,
    ),
  );
}

function conditionsOf(filter: ComplaintFilter): SQL | undefined {
  const { id, filedBy, within, ownedBy, states, kind, waitingBefore } = filter;
  return and(
    id === undefined ? undefined : eq(complaints.id, id),
    filedBy === undefined ? undefined : eq(complaints.filedBy, filedBy),
    within && reached(within),
    ownedBy === undefined ? undefined : eq(complaints.ownerId, ownedBy),
    states && inArray(complaints.state, [...states]),
    kind === undefined ? undefined : eq(complaints.kind, kind),
    waitingBefore && lt(complaints.waitingSince, waitingBefore),
  );
}

export async function findComplaints(
  db: Reader,
  filter: ComplaintFilter,
  list: { newestFirst: boolean; limit: number; offset: number },
): Promise<PlacedComplaint[]> {
  const order = list.newestFirst ? desc : asc;
  return db
    .select({
      complaint: complaints,
      first: complaintMessages,
      courseSlug: courses.slug,
      courseTitle: courseVersions.title,
    })
    .from(complaints)
    .innerJoin(
      complaintMessages,
      and(eq(complaintMessages.complaintId, complaints.id), eq(complaintMessages.position, 0)),
    )
    .leftJoin(courses, eq(courses.id, complaints.courseId))
    .leftJoin(courseVersions, eq(courseVersions.id, courses.currentVersionId))
    .where(conditionsOf(filter))
    .orderBy(order(complaints.filedAt), order(complaints.id))
    .limit(list.limit)
    .offset(list.offset);
}

export async function countComplaints(db: Reader, filter: ComplaintFilter): Promise<number> {
  return db.$count(complaints, conditionsOf(filter));
}

export async function messagesOf(db: Reader, complaintId: string): Promise<Message[]> {
  return db
    .select()
    .from(complaintMessages)
    .where(eq(complaintMessages.complaintId, complaintId))
    .orderBy(asc(complaintMessages.position));
}

/** How often each of some entries was answered. */
export async function answerCounts(
  db: Reader,
  complaintIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (complaintIds.length === 0) return new Map();
  const rows = await db
    .select({ id: complaintMessages.complaintId, count: sql<number>`count(*)` })
    .from(complaintMessages)
    .where(
      and(
        inArray(complaintMessages.complaintId, [...complaintIds]),
        eq(complaintMessages.byFiler, false),
      ),
    )
    .groupBy(complaintMessages.complaintId);
  return new Map(rows.map((row) => [row.id, row.count]));
}

/** What a person wrote into the box since then, as one who files. */
export async function messagesSince(db: Reader, personId: string, since: Date): Promise<Message[]> {
  return db
    .select()
    .from(complaintMessages)
    .where(
      and(
        eq(complaintMessages.personId, personId),
        eq(complaintMessages.byFiler, true),
        gt(complaintMessages.writtenAt, since),
      ),
    );
}

export async function insertComplaint(tx: Tx, row: Complaint): Promise<void> {
  await tx.insert(complaints).values(row);
}

export async function insertMessage(tx: Tx, row: Message): Promise<void> {
  await tx.insert(complaintMessages).values(row);
}

export async function updateComplaint(
  tx: Tx,
  complaintId: string,
  change: Partial<Pick<Complaint, 'state' | 'ownerId' | 'waitingSince' | 'updatedAt'>>,
): Promise<void> {
  await tx.update(complaints).set(change).where(eq(complaints.id, complaintId));
}

export interface RoleHolder {
  readonly personId: string;
  readonly name: string;
  readonly role: string;
  /** '/' for a role that holds everywhere. */
  readonly path: string;
  readonly unitName: string | null;
}

/** Everybody who has something to answer for now, those longest in office first. */
export async function roleHolders(db: Reader, now: Date): Promise<RoleHolder[]> {
  const rows = await db
    .select({
      personId: roleGrants.personId,
      name: people.name,
      role: roleGrants.role,
      orgUnitId: roleGrants.orgUnitId,
      path: orgUnits.path,
      unitName: orgUnits.name,
    })
    .from(roleGrants)
    .innerJoin(people, eq(people.id, roleGrants.personId))
    .leftJoin(orgUnits, eq(orgUnits.id, roleGrants.orgUnitId))
    .where(and(inForce(now), isNull(people.closedAt)))
    .orderBy(asc(roleGrants.grantedAt), asc(roleGrants.id));
  return rows.flatMap(({ orgUnitId, path, ...row }) => {
    if (orgUnitId !== null && path === null) return [];
    return [{ ...row, path: path ?? '/' }];
  });
}

/** Entries go where their unit went: `from` and `to` are paths of the same unit, or of what took it over. */
export async function rewriteComplaintPaths(tx: Tx, from: string, to: string): Promise<void> {
  await tx
    .update(complaints)
    .set({ orgPath: sql`${to} || substr(${complaints.orgPath}, ${from.length + 1})` })
    .where(sql`substr(${complaints.orgPath}, 1, ${from.length}) = ${from}`);
}

/** Reported faults of a course's lectures that nobody has answered or closed. */
export const countOpenFaults = (db: Reader, courseId: string): Promise<number> =>
  db.$count(
    complaints,
    and(
      eq(complaints.courseId, courseId),
      eq(complaints.kind, 'lecture_fault'),
      inArray(complaints.state, ['open', 'in_work']),
    ),
  );
