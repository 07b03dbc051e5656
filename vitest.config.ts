import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * A fresh clone knows of no file how long it takes, and goes by size: the tests that start and kill servers are short
 * to read and long to run, and the last of them would have the machine wait for it alone. They begin.
 */
class FaultsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isFault = ({ moduleId }: TestSpecification) => moduleId.includes('/tests/faults/');
    return [...sorted.filter(isFault), ...sorted.filter((file) => !isFault(file))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: FaultsFirst },
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles: ['tests/property-seed.ts'],
          globalSetup: ['tests/data-templates.ts'],
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/server/src/**/*.test.ts',
            'apps/web/src/**/*.test.ts',
            'content/**/*.test.ts',
            'tests/tidy/**/*.test.ts',
            'tests/conformance/**/*.test.ts',
            'tests/faults/**/*.test.ts',
            'tests/security/**/*.test.ts',
          ],
          // Loading the server takes longer than most of its tests; no file changes what others see of a module.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // One more than cores: some wait for programs that they started, or for a deadline.
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/global-setup.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          // What is waited for comes when the other journeys leave it time.
          expect: { poll: { timeout: 20_000 } },
          // Half of a journey is waiting. Each worker has its own server and browser.
          maxWorkers: 3,
          // After the others: what plays in real time is not to wait for what computes.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
