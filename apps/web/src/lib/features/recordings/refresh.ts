import { invalidateAll } from '$app/navigation';

/**
 * Loads the page's data anew where the server can be reached at this address. Where it cannot, the framework would load the whole
 * page instead, and with the page the files on their way would be gone. Gives whether it was loaded.
 */
export async function refreshWhere(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => null);
  if (!answer?.ok) return false;
  await invalidateAll();
  return true;
}

/** The page of a draft with files. */
export const refresh = (draftId: string): Promise<boolean> =>
  refreshWhere(`/api/v1/drafts/${draftId}/files`);
