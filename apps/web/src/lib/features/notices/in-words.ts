import type { Notice } from '@xueshi/contracts';
import { noticeText } from '@xueshi/messages/notice-text';

export interface WordedNotice extends Omit<Notice, 'kind' | 'params'> {
  readonly text: string;
}

/** Said on the server: the sentences of all kinds are no script that a phone must fetch. */
export const inWords = ({ kind, params, ...notice }: Notice): WordedNotice => ({
  ...notice,
  text: noticeText({ kind, params }),
});
