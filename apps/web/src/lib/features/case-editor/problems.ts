import type { CaseProblem } from '@xueshi/domain';
import { m } from '@xueshi/messages';

interface Names {
  nameOf(id: string): string;
  optionName(nodeId: string, optionId: string): string;
}

/** What is to be mended about where a case leads, in words. */
export function sayProblem(problem: CaseProblem, names: Names): string {
  switch (problem.code) {
    case 'unknown-start':
      return m.ceditor_no_start();
    case 'duplicate-id':
    case 'duplicate-option':
      return m.ceditor_twice();
    case 'unknown-target':
      return m.ceditor_no_target({ option: names.optionName(problem.nodeId, problem.optionId) });
    case 'unreachable-node':
    case 'unreachable-ending':
      return m.ceditor_unreachable();
    case 'dead-end':
      return m.ceditor_dead_end();
    case 'cycle':
      return m.ceditor_loop({
        option: names.optionName(problem.nodeId, problem.optionId),
        to: names.nameOf(problem.next),
      });
  }
}
