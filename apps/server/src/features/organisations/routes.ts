import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { listOwnUnits } from './service.ts';

export function addOrganisationRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.listOwnUnits, async ({ actor }) => ({
    items: await listOwnUnits(platform, actor),
  }));
}
