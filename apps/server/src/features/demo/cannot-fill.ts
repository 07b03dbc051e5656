import { CannotRun } from '../../platform/cannot-run.ts';

/** Where there is an organisation already, nothing is invented beside it. */
export class CannotFill extends CannotRun {
  constructor() {
    super(
      'There is an organisation in this data folder already. Set XUESHI_DATA to an empty folder; nothing was changed.',
    );
  }
}
