import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { OwnDataPart } from '../../platform/own-data.ts';
import type { Platform } from '../../platform/platform.ts';
import { ownAccount } from '../accounts/service.ts';
import { ownQuizzes } from '../assessment/service.ts';
import { ownAuditExports } from '../audit-trail/service.ts';
import { ownEvents } from '../audit/service.ts';
import { ownCases } from '../cases/service.ts';
import { ownClasses } from '../class-mode/service.ts';
import { ownDocuments } from '../certificates/service.ts';
import { ownCourseware } from '../courseware/service.ts';
import { ownCredits } from '../credit/service.ts';
import { ownOrigins } from '../evidence/service.ts';
import { ownFlags } from '../flags/service.ts';
import { ownLearning } from '../learning/service.ts';
import { ownLecturing } from '../lecturers/service.ts';
import { ownComplaints } from '../complaints/service.ts';
import { ownDiscussion } from '../discussion/service.ts';
import { ownEvaluations } from '../evaluation/service.ts';
import { ownNotes } from '../notes/service.ts';
import { ownOfflineStudy } from '../offline/service.ts';
import { ownDeliveries } from '../deliveries/service.ts';
import { ownNotices } from '../notices/service.ts';
import { ownAdjustments } from '../requirements/service.ts';
import { ownPersonnel, ownProfile } from '../people/service.ts';
import { ownPlanning } from '../planning/service.ts';
import { ownPlayback } from '../playback/service.ts';
import { ownProgrammes } from '../programmes/service.ts';
import { ownReports } from '../report-runs/service.ts';
import { ownTextbooks } from '../textbooks/service.ts';
import { archiveOf } from './archive.ts';

/** A feature that keeps something about people adds its parts here. */
const PARTS: readonly OwnDataPart[] = [
  ...ownProfile,
  ...ownPersonnel,
  ...ownAdjustments,
  ...ownAccount,
  ...ownLearning,
  ...ownPlayback,
  ...ownOfflineStudy,
  ...ownQuizzes,
  ...ownCases,
  ...ownCourseware,
  ...ownClasses,
  ...ownCredits,
  ...ownDocuments,
  ...ownOrigins,
  ...ownFlags,
  ...ownNotes,
  ...ownDiscussion,
  ...ownEvaluations,
  ...ownComplaints,
  ...ownNotices,
  ...ownDeliveries,
  ...ownPlanning,
  ...ownProgrammes,
  ...ownReports,
  ...ownLecturing,
  ...ownTextbooks,
  ...ownAuditExports,
  ...ownEvents,
];

const README = `学时系统保存的与您有关的全部数据。每部分有两份：.csv 可用表格软件打开，.json 供程序读取。
时间为协调世界时 (UTC)；…Ms 为毫秒，hundredths 为百分之一学时，halfDays 为半天。
密码只保存为无法还原的摘要，在线确认的正确答案不属于个人数据，身份证号加密保存，都不在其中。

Everything that Xueshi keeps about you. Each part comes twice: .csv for spreadsheets, .json for programs.
Times are UTC; ...Ms are milliseconds, hundredths are hundredths of a credit hour, halfDays half-days.
Not included: your password, which is kept as a hash only, your identity number, which is sealed, and the
right answers of presence checks.
`;

export function addOwnDataRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.exportOwnData, async ({ actor, reply }) => {
    const { db, clock } = platform;
    void reply
      .type('application/zip')
      .header('content-disposition', 'attachment; filename="xueshi-my-data.zip"');
    return archiveOf({
      db,
      personId: actor.personId,
      parts: PARTS,
      at: clock.now(),
      readme: README,
    });
  });
}
