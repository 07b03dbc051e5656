import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { listCourses } from './catalogue-list.ts';
import { readCourse } from './course-view.ts';
import { startCourse } from './enrolment.ts';
import { readLesson } from './lesson-view.ts';
import { finishReading, openReading } from './readings.ts';

export function addLearningRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.listCourses, ({ actor, query }) =>
    listCourses(platform, actor, query),
  );
  addEndpoint(app, contracts.readCourse, ({ actor, params }) =>
    readCourse(platform, actor, params.slug),
  );
  addEndpoint(app, contracts.startCourse, async ({ actor, params }) => {
    await startCourse(platform, actor, params.slug);
    return readCourse(platform, actor, params.slug);
  });
  addEndpoint(app, contracts.readLesson, ({ actor, params }) =>
    readLesson(platform, actor, params),
  );
  addEndpoint(app, contracts.openReading, ({ actor, params }) =>
    openReading(platform, actor, params),
  );
  addEndpoint(app, contracts.finishReading, ({ actor, params }) =>
    finishReading(platform, actor, params),
  );
}
