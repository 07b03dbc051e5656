// An installation with something of everything, for requests that name it, and those who send them.
import type { QuizAttempt } from '@xueshi/contracts';
import { beginDraft } from '../../apps/server/src/testing/begun-draft.ts';
import { openRoom } from '../../apps/server/src/testing/class-room.ts';
import { writeExerciseCourse } from '../../apps/server/src/testing/exercise-course.ts';
import { personOf, signInWithoutPassword } from '../../apps/server/src/testing/learners.ts';
import { addPaperLecture, openPlayer } from '../../apps/server/src/testing/paper-lecture.ts';
import { draftFrom, tryPolicy } from '../../apps/server/src/testing/hour-policies.ts';
import { insertProgramme, unitIdOf } from '../../apps/server/src/testing/programmes.ts';
import { RosterDesk, workbookOf } from '../../apps/server/src/testing/rosters.ts';
import {
  beginReading,
  finishReading,
  writeReadingCourse,
} from '../../apps/server/src/testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../apps/server/src/testing/test-installation.ts';
import { addTextbook } from '../../apps/server/src/testing/textbooks.ts';
import { sendUnits, unitBook } from '../../apps/server/src/testing/unit-sheets.ts';
import { openRemainingAccounts, upheldFlag } from '../conformance/authority-fixtures.ts';
import { AUTHORITY } from '../conformance/authority-table.ts';

export const ROLES = {
  visitor: null,
  learner: 'wangxiulan',
  author: 'zhoumin',
  'county administrator': 'chenjianguo',
  'system administrator': 'hexiaoyan',
} as const;
export type Role = keyof typeof ROLES;
/** Who may the most asks the most: whoever is turned away at the door tries nothing of what is behind it. */
export const roles: readonly Role[] = [
  ...(Object.keys(ROLES) as Role[]),
  ...Array<Role>(6).fill('system administrator'),
];

export async function openGround(): Promise<TestInstallation> {
  const here = await openTestInstallation({
    courses: async (folder) => {
      await writeExerciseCourse(folder, 'exercise');
      await writeReadingCourse(folder, 'reading');
    },
  });
  await addPaperLecture(here.installation.platform, 'reading', 60_000);
  const administrator = await here.signIn('hexiaoyan');
  await giveOutAccounts(here, administrator);
  const unit = await unitIdOf(here, '清河镇');
  await insertProgramme(here, unit, 'published');
  await insertProgramme(here, unit, 'draft');
  await upheldFlag(here, await personOf(here, 'wangxiulan'));
  for (const learner of [await here.signIn('wangxiulan'), administrator])
    await learnSomething(here, learner);
  await writeSomething(administrator);
  await administerSomething(here, administrator, unit);
  await here.jobs.idle();
  return here;
}

/** To one village as an administrator does it, and to everybody else. */
async function giveOutAccounts(here: TestInstallation, administrator: Visitor): Promise<void> {
  const village = await unitIdOf(here, '柳湾村');
  await administrator.post(`/api/v1/org-units/${village}/account-batches`, {
    audience: 'without_account',
  });
  await here.jobs.idle();
  await openRemainingAccounts(here);
}

async function learnSomething(here: TestInstallation, learner: Visitor): Promise<void> {
  await learner.post('/api/v1/courses/exercise/enrolment');
  await beginReading(learner, 'reading');
  here.clock.advance({ minutes: 10 });
  await finishReading(learner, 'reading');
  await learner.post('/api/v1/me/hours-statements', { year: 2026 });
  await openPlayer(learner, { slug: 'reading' });
  await learner.post<QuizAttempt>('/api/v1/quiz-attempts', { slug: 'exercise', lessonKey: 'quiz' });
  await learner.post('/api/v1/case-runs', { slug: 'exercise', lessonKey: 'case' });
  for (const name of [
    'POST /api/v1/me/complaints',
    'POST /api/v1/courses/{slug}/questions',
    'POST /api/v1/courses/{slug}/lessons/{lessonKey}/notes',
    'POST /api/v1/offline-permissions',
  ])
    await asTheTableSays(learner, name);
}

async function writeSomething(author: Visitor): Promise<void> {
  const draft = await beginDraft(author, {
    title: '一门课',
    area: 'law',
    lessons: [
      { kind: 'reading', title: '读' },
      { kind: 'quiz', title: '考' },
      { kind: 'case', title: '案' },
      { kind: 'lecture', title: '讲' },
    ],
  });
  const comment = { lessonId: null, place: null, text: '出处' };
  await author.post(`/api/v1/drafts/${draft}/comments`, comment);
  await openRoom(author);
  await asTheTableSays(author, 'POST /api/v1/studio/banks');
}

async function administerSomething(
  here: TestInstallation,
  administrator: Visitor,
  unit: string,
): Promise<void> {
  await addTextbook(administrator, unit);
  const roster = await workbookOf(['工号', '姓名', '单位'], [['T1', '张三', '清河镇']]);
  await new RosterDesk(here).upload(administrator, unit, roster);
  const units = await unitBook([['U1', '新村', '', 'village', '']]);
  await sendUnits(here, administrator, unit, { bytes: units });
  await administrator.post(`/api/v1/org-units/${unit}/year-closings`, { year: 2025 });
  const policy = await draftFrom(administrator, { id: unit }, {});
  await tryPolicy(administrator, { id: unit }, { policy, fromYear: 2027 });
  const order = { kind: 'completion_list', filters: {}, columns: [], format: 'csv' };
  await administrator.post(`/api/v1/org-units/${unit}/report-runs`, { year: 2026, order });
  for (const name of [
    'POST /api/v1/org-units/{id}/saved-reports',
    'POST /api/v1/org-units/{id}/roles',
    'POST /api/v1/audit/exports',
    'POST /api/v1/audience-categories',
    'POST /api/v1/key-groups',
    'POST /api/v1/org-units/{id}/roster-exports',
  ])
    await asTheTableSays(administrator, name, unit);
}

async function asTheTableSays(who: Visitor, name: string, id = 'unknown'): Promise<void> {
  const row = AUTHORITY[name];
  const [, path = ''] = name.split(' ');
  const params: Readonly<Record<string, string>> = { ...row?.params, id };
  await who.post(
    path.replaceAll(/\{(\w+)\}/g, (_, part: string) => params[part] ?? 'unknown'),
    row?.body?.(1),
  );
}

/** Sessions that are opened anew when they have come to an end. */
export function sessionsOf(here: TestInstallation) {
  const cookies = new Map<Role, string>();
  return {
    async cookieOf(role: Role): Promise<string | null> {
      const loginName = ROLES[role];
      if (loginName === null) return null;
      const before = cookies.get(role);
      if (before !== undefined) return before;
      const personId = await personOf(here, loginName);
      // Who suspended their own account cannot come back by themselves.
      const { visitor } = await signInWithoutPassword(here, personId).catch(async () => {
        await reinstate(here);
        return signInWithoutPassword(here, personId);
      });
      cookies.set(role, visitor.cookie());
      return visitor.cookie();
    },
    forget: (role: Role) => void cookies.delete(role),
  };
}

/** Whoever was suspended, relieved or merged into somebody goes on as before. */
export async function reinstate({ installation }: TestInstallation): Promise<void> {
  const actors = `(SELECT person_id FROM accounts WHERE login_name IN ('${Object.values(ROLES).join("','")}'))`;
  await installation.database.client.batch(
    [
      `UPDATE people SET closed_at = NULL WHERE id IN ${actors}`,
      `UPDATE accounts SET state = 'active', must_change_password = 0 WHERE person_id IN ${actors}`,
      `DELETE FROM person_statuses WHERE person_id IN ${actors}`,
      `UPDATE role_grants SET ended_at = NULL, ends_at = NULL, starts_at = NULL WHERE person_id IN ${actors}`,
      'UPDATE change_counters SET authority = authority + 1',
    ],
    'write',
  );
  // What is remembered of the counters is forgotten with the lane's next turn.
  await installation.platform.write(async () => {});
}
