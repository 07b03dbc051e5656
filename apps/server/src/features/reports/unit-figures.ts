// How the people of a unit stand: figures, and the names behind them.
import type { PeopleOrder, PersonRow, UnitOverview } from '@xueshi/contracts';
import { DUTIES, trainingYearOf } from '@xueshi/domain';
import { administeredUnit, administers } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { demandShownCategory } from '../audience-categories/service.ts';
import { unsettledRoles } from '../authority/service.ts';
