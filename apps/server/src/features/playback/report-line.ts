// Reports in the order in which they came, until they set out for the disk.
import type { BeatsAnswer } from '@xueshi/contracts';
import type { PersonsReport } from './judge-group.ts';

export interface Waiting extends PersonsReport {
  resolve(answer: BeatsAnswer): void;
  reject(error: unknown): void;
}

export interface ReportLine {
  readonly waiting: Waiting[];
  join(one: Waiting): void;
  /** Until the next one joins. */
  joined(): Promise<void>;
  /** Until `enough` wait or nobody joins any more: those whose requests have just been read go together. */
  gathered(enough: number): Promise<void>;
}

export function openLine(): ReportLine {
  const waiting: Waiting[] = [];
  let onJoin: (() => void) | null = null;
  const joined = () => new Promise<void>((done) => (onJoin = done));
  return {
    waiting,
    join(one) {
      waiting.push(one);
      onJoin?.();
    },
    joined,
    async gathered(enough) {
      let isQuiet = false;
      let seen = waiting.length;
      const look = (): void => {
        isQuiet = waiting.length === seen;
        seen = waiting.length;
        if (isQuiet) onJoin?.();
        else setImmediate(look);
      };
      setImmediate(look);
      while (!isQuiet && waiting.length < enough) await joined();
    },
  };
}
