import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { readCourseInsight } from './service.ts';

export function addInsightRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.readCourseInsight, ({ params }) =>
    readCourseInsight(platform, params.slug),
  );
}
