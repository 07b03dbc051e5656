import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * A fresh clone knows of no file how long it takes, and goes by size: the tests that start and kill servers are short
 * to read and long to run, and the last of them would have the machine wait for it alone. They begin.
 */
export class FaultsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isFault = ({ moduleId }: TestSpecification) => moduleId.includes('/tests/faults/');
    return [...sorted.filter(isFault), ...sorted.filter((file) => !isFault(file))];
  }
}
