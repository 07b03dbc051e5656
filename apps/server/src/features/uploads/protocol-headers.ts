import type { IncomingHttpHeaders } from 'node:http';
import { Refused } from '../../platform/refused.ts';

/** Of extensions that are not offered, or of other requests than an announcement. */
const FOREIGN = ['upload-offset', 'upload-concat', 'upload-defer-length', 'tus-version'];

/**
 * Refuses an announcement that the protocol's library would refuse: it answers in a form of its own, and after
 * the upload was noted.
 */
export function expectAnnouncement(headers: IncomingHttpHeaders): void {
  const type = headers['content-type'];
  if (
    headers['tus-resumable'] !== '1.0.0' ||
    FOREIGN.some((name) => headers[name] !== undefined) ||
    (type !== undefined && type !== 'application/offset+octet-stream')
  )
    throw new Refused('upload-protocol-unfit');
}
