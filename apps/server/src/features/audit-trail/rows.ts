import type { AuditRow } from '@xueshi/contracts';
import {
  AUDIT_ACTIONS,
  AUDIT_GROUPS,
  readAuditSubject,
  type AuditAction,
  type AuditGroup,
} from '@xueshi/domain';
import type { Candidate } from './candidates.ts';
import type { NamesById } from './names.ts';

const GROUP_OF: ReadonlyMap<string, AuditGroup> = new Map(
  AUDIT_GROUPS.flatMap((group) => AUDIT_ACTIONS[group].map((action) => [action, group] as const)),
);

export function rowOf(candidate: Candidate, names: NamesById): AuditRow {
  const { id, sequence, atMs, action, actorId, address } = candidate;
  const subject = readAuditSubject(candidate.subject);
  return {
    id,
    sequence,
    at: new Date(atMs).toISOString(),
    action: action as AuditAction,
    group: GROUP_OF.get(action) ?? 'people',
    actor: actorId === null ? null : { id: actorId, name: names.get(actorId) ?? '' },
    subject: {
      kind: subject.kind,
      id: subject.id || null,
      name: names.get(subject.id) ?? null,
    },
    address,
  };
}
