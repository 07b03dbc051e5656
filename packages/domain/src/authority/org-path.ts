/** Path of the root of the organisation tree: the whole installation. */
export const ROOT_PATH = '/';

/**
 * Whether a text is the path of an org unit: ids from the root down, each followed by a slash, as
 * /a/b/; / is the root. The closing slash keeps /a/b/ from being taken for a part of /a/bc/.
 * Source: DOMAIN G1, G3; DESIGN decision 4.
 */
export function isOrgPath(text: string): boolean {
  return /^\/(?:[^/]+\/)*$/.test(text);
}

/**
 * Whether an org unit is another one or lies under it. What is no path lies under nothing and has
 * nothing under it, so damaged data never opens a door. Source: DOMAIN G3; DESIGN decision 4.
 */
export function isWithin(path: string, ancestor: string): boolean {
  return isOrgPath(path) && isOrgPath(ancestor) && path.startsWith(ancestor);
}
