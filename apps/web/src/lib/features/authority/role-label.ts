import type { Me } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { labelOf } from '#lib/labels.ts';

type Role = Me['roles'][number]['role'];

const roles = {
  learner: m.accounts_role_learner,
  author: m.accounts_role_author,
  reviewer: m.accounts_role_reviewer,
  unit_admin: m.accounts_role_unit_admin,
  training_officer: m.accounts_role_training_officer,
  unit_clerk: m.accounts_role_unit_clerk,
  supervisor: m.accounts_role_supervisor,
  sys_admin: m.accounts_role_sys_admin,
} satisfies Record<Role, () => string>;

export const roleLabel = (role: Role) => labelOf(roles, role);
