// What is kept on this device, in the browser's own database: the lessons, and the log of studying them.
import type {
  CaseView,
  LectureView,
  OfflineEntry,
  OfflinePermission,
  OfflineReturn,
  ReadingView,
} from '@xueshi/contracts';

export type KeptView = LectureView | ReadingView | CaseView;

export interface KeptLesson {
  /** The permission's id. */
  readonly id: string;
  readonly personId: string;
  readonly permission: Omit<OfflinePermission, 'lesson'>;
  /** The lesson with the addresses that work offline; null once another person uses the device. */
  readonly lesson: KeptView | null;
  readonly isComplete: boolean;
  /** Whether the policy counts watching this offline. */
  readonly isCounted: boolean;
  /** Where the log stands, and how much of it the server has. */
  readonly lastSeq: number;
  readonly headHash: string;
  readonly sentSeq: number;
  /** Where one goes on, ms. */
  readonly positionMs: number;
  /** Played offline, disjoint ranges in ms. */
  readonly played: readonly (readonly [number, number])[];
  /** Decisions taken offline in the present walk through a case. */
  readonly path: readonly { readonly nodeId: string; readonly optionId: string }[];
  /** Read to its end, or walked to an ending, on this device. */
  readonly isDone: boolean;
  /** What the server said to what was sent last. */
  readonly outcome: OfflineReturn | null;
  /** Why the server would not have it, in words. */
  readonly problem: string | null;
}

const DATABASE = 'xueshi-offline';
const LESSONS = 'lessons';
const STUDY = 'study';

let opening: Promise<IDBDatabase> | undefined;

function openDatabase(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(LESSONS, { keyPath: 'id' });
      request.result.createObjectStore(STUDY, { keyPath: ['permissionId', 'seq'] });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no database'));
  });
  return opening;
}

/** One transaction; resolves when it is on disk, with what the last request gave. */
async function transact<T>(
  mode: IDBTransactionMode,
  work: (lessons: IDBObjectStore, study: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await openDatabase();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction([LESSONS, STUDY], mode);
    const request = work(transaction.objectStore(LESSONS), transaction.objectStore(STUDY));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? new Error('not stored'));
  });
}

const logOf = (id: string, afterSeq = 0) => IDBKeyRange.bound([id, afterSeq + 1], [id, Infinity]);

// Only this module writes here, in these shapes.
export const keptLesson = (id: string) =>
  transact<KeptLesson | undefined>('readonly', (lessons) => lessons.get(id));

export const allKept = () => transact<KeptLesson[]>('readonly', (lessons) => lessons.getAll());

export const saveKept = (lesson: KeptLesson) =>
  transact('readwrite', (lessons) => lessons.put(lesson));

/** Changes some of what is known of a lesson and leaves the rest as it is by then. */
export const changeKept = (id: string, change: Partial<KeptLesson>) =>
  transact('readwrite', (lessons) => changing(lessons, id, change));

function changing(lessons: IDBObjectStore, id: string, change: Partial<KeptLesson>) {
  const request = lessons.get(id) as IDBRequest<KeptLesson | undefined>;
  request.onsuccess = () => request.result && lessons.put({ ...request.result, ...change });
  return request;
}

/** The entry and the lesson as it stands after it, both or neither; rejects where another came first. */
export const saveStudy = (id: string, entry: OfflineEntry, change: Partial<KeptLesson>) =>
  transact('readwrite', (lessons, study) => {
    study.add({ ...entry, permissionId: id });
    return changing(lessons, id, { ...change, lastSeq: entry.seq, headHash: entry.hash });
  });

export async function studyAfter(id: string, seq: number, count: number): Promise<OfflineEntry[]> {
  const rows = await transact<(OfflineEntry & { permissionId: string })[]>('readonly', (_, study) =>
    study.getAll(logOf(id, seq), count),
  );
  return rows.map(({ permissionId: _, ...entry }) => entry);
}

export const deleteKept = (id: string) =>
  transact('readwrite', (lessons, study) => {
    study.delete(logOf(id));
    return lessons.delete(id);
  });

export const isExpired = ({ permission }: KeptLesson, nowMs = Date.now()) =>
  Date.parse(permission.expiresAt) <= nowMs;

export const unsentOf = ({ lastSeq, sentSeq }: KeptLesson) => lastSeq - sentSeq;
