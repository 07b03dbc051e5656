import { jpegWithoutMetadata } from './jpeg.ts';
import { pngWithoutMetadata } from './png.ts';
import { webpWithoutMetadata } from './webp.ts';

/**
 * A JPEG, PNG or WebP without what its camera and programs wrote beside the picture: place, time, device, names,
 * comments, previews (Exif, XMP, IPTC, texts), and whatever stands behind its end. Kept are the picture to the last
 * bit, its colour profile, and how the camera was held. null: it is none of these kinds, or its parts cannot be
 * followed. Nothing is decoded, and no content makes it throw.
 */
export function withoutMetadata(bytes: Uint8Array): Buffer<ArrayBufferLike> | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return jpegWithoutMetadata(buffer) ?? pngWithoutMetadata(buffer) ?? webpWithoutMetadata(buffer);
}
