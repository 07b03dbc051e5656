import { flag, id, index, instant, integer, primaryKey, table, text } from '../dialect.sqlite.ts';

/**
 * Each unit with every unit above it and itself, so that one join is one subtree. Kept by triggers
 * (0011) whenever a unit is made or its path changes; nobody writes it otherwise.
 */
export const orgUnitAncestors = table(
  'org_unit_ancestors',
  {
    unitId: id('unit_id').notNull(),
    ancestorId: id('ancestor_id').notNull(),
    /** How many levels the ancestor lies above the unit; 0 for the unit itself. */
    depth: integer('depth').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.unitId, t.ancestorId] }),
    index('org_unit_ancestors_below').on(t.ancestorId, t.unitId),
  ],
);

/**
 * How a unit stood from one instant to the next (DOMAIN G1, G7, G8): what a report for a past date
 * shows. Written by triggers (0011, 0055) in the transaction of every change. `validTo` null is now.
 */
export const orgUnitVersions = table(
  'org_unit_versions',
  {
    unitId: id('unit_id').notNull(),
    validFrom: instant('valid_from').notNull(),
    validTo: instant('valid_to'),
    parentId: id('parent_id'),
    path: text('path').notNull(),
    name: text('name').notNull(),
    code: text('code'),
    level: text('level').notNull(),
    kind: text('kind').notNull(),
    form: text('form'),
    regionCode: text('region_code'),
    managementMode: text('management_mode').notNull(),
    principalOrgId: id('principal_org_id'),
    placeUnitId: id('place_unit_id'),
    position: integer('position').notNull(),
    open: flag('open').notNull(),
    mergedIntoId: id('merged_into_id'),
  },
  (t) => [
    primaryKey({ columns: [t.unitId, t.validFrom] }),
    index('org_unit_versions_children').on(t.parentId, t.validFrom),
    index('org_unit_versions_path').on(t.path),
  ],
);
