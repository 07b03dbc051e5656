import type { Me } from '@xueshi/contracts';

/** Whether the page offers to take texts in; the API decides once more. */
export const mayTakeStatutes = (me: Pick<Me, 'roles'> | null): boolean =>
  me?.roles.some(({ role }) => role === 'reviewer' || role === 'sys_admin') ?? false;
