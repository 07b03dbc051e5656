// Course packages on their way into the studio: sent in pieces (tus), then taken in as drafts. Each is its sender's
// alone until there is a draft.
import { Type, type Static } from 'typebox';
import { DraftUpload } from './draft-files.ts';
import { TakenCourse } from './drafts.ts';
import { closed, endpoint, Id, Instant, LocalText, Nothing, nullable, oneOf } from './shared.ts';

/** A package of which something is still to come. */
export const PackageUpload = Type.Omit(DraftUpload, ['kind'], { additionalProperties: false });
export type PackageUpload = Static<typeof PackageUpload>;

/** A package that arrived whole. */
export const ArrivedPackage = closed({
  id: Id,
  /** As it was called where it came from. */
  fileName: Type.String(),
  bytes: Type.Integer(),
  /** `reading`: it is being taken in, or waits for it. */
  state: oneOf(['reading', 'made', 'refused'] as const),
  /** How far the reading is. */
  percent: Type.Integer(),
  /** The draft that came of it; null where none did, or it is gone. */
  draft: nullable(closed({ id: Id, title: LocalText })),
  /** What hinders it, by its places. */
  faults: TakenCourse.properties.faults,
  /** Why nothing came of it where no place in it is to blame. */
  problem: nullable(LocalText),
  /** Whether reading it once more may end otherwise: it was the machine's fault. */
  mayTryAgain: Type.Boolean(),
  /** What of a course of another platform did not come along, item by item. */
  notCarried: TakenCourse.properties.notCarried,
  /** When it was announced. */
  startedAt: Instant,
});
export type ArrivedPackage = Static<typeof ArrivedPackage>;

export const PackageUploads = closed({
  uploads: Type.Array(PackageUpload),
  /** The one that was begun last first. */
  arrived: Type.Array(ArrivedPackage),
  /** What one package may have. */
  mostBytes: Type.Integer(),
});
export type PackageUploads = Static<typeof PackageUploads>;

const author = { tag: 'drafts', access: 'author' } as const;
const one = { ...author, params: closed({ uploadId: Id }) } as const;

export const listPackageUploads = endpoint({
  ...author,
  method: 'GET',
  url: '/api/v1/drafts/packages/uploads',
  summary: "The caller's course packages: those on their way, and what came of those that arrived",
  ok: { status: 200, schema: PackageUploads },
  problems: [401, 403],
});

/** These three, and HEAD, are the tus protocol 1.0 with its extensions creation and termination. */
export const announcePackageUpload = endpoint({
  ...author,
  method: 'POST',
  url: '/api/v1/drafts/packages/uploads',
  summary:
    'Announce a course package, or a Common Cartridge (tus 1.0): Upload-Length, and Upload-Metadata with filename and, if known, fingerprint and sha256; Location is where its pieces go. When all of it came it becomes a draft',
  ok: { status: 201, schema: Nothing },
  problems: [400, 401, 403, 412, 413, 507],
});

export const sendPackagePiece = endpoint({
  ...one,
  method: 'PATCH',
  url: '/api/v1/drafts/packages/uploads/:uploadId',
  summary:
    'Send a piece (tus 1.0) as application/offset+octet-stream from Upload-Offset on, which HEAD of this address tells',
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409, 412, 413, 507],
});

export const forgetPackageUpload = endpoint({
  ...one,
  method: 'DELETE',
  url: '/api/v1/drafts/packages/uploads/:uploadId',
  summary:
    'Give a package up that is on its way or being read (tus 1.0), or forget what came of it; a draft that was made stays',
  ok: { status: 204, schema: Nothing },
  problems: [401, 403, 404],
});

export const readPackageAgain = endpoint({
  ...one,
  method: 'POST',
  url: '/api/v1/drafts/packages/uploads/:uploadId/readings',
  summary: 'Read a package once more that the machine could not take in',
  ok: { status: 204, schema: Nothing },
  problems: [401, 403, 404],
});
