// Roles of people who left the unit at which they hold them: nobody's role ends by itself because an
// appointment was typed in, or a roster imported, and it does not go on unseen either (DOMAIN G3, G14).
import type { RoleHolder } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { isNotNull, sql } from 'drizzle-orm';

const { auditEvents, memberships, orgUnitAncestors, people, roleGrants } = schema;

/**
 * Why somebody has to decide about a grant, null where nobody has to: its holder is counted no more, or
 * belongs elsewhere, unless it was granted to somebody of elsewhere, which the audit trail knows.
 */
export const unsettledBecause = sql<RoleHolder['unsettled']>`CASE
  WHEN ${roleGrants.orgUnitId} IS NULL THEN NULL
  WHEN EXISTS (SELECT 1 FROM ${people} AS p WHERE p.id = ${roleGrants.personId} AND p.closed_at IS NOT NULL)
    THEN 'not_counted'
  WHEN EXISTS (
    SELECT 1 FROM ${memberships} AS b JOIN ${orgUnitAncestors} AS a ON a.unit_id = b.org_unit_id
    WHERE b.person_id = ${roleGrants.personId} AND b.ends_at IS NULL
      AND a.ancestor_id = ${roleGrants.orgUnitId})
    THEN NULL
  WHEN EXISTS (
    SELECT 1 FROM ${auditEvents} AS e
    WHERE e.subject = 'person:' || ${roleGrants.personId} AND e.action = 'role-granted'
      AND json_extract(e.detail, '$.grantId') = ${roleGrants.id}
      AND json_extract(e.detail, '$.elsewhere'))
    THEN NULL
  ELSE 'left_unit'
END`;

export const isUnsettled = isNotNull(unsettledBecause);
