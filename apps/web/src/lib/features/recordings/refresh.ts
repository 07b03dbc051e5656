import { invalidateAll } from '$app/navigation';

/**
 * Loads the page's data anew where the server can be reached. Where it cannot, the framework would load the whole
 * page instead, and with the page the files on their way would be gone. Gives whether it was loaded.
 */
export async function refresh(draftId: string): Promise<boolean> {
  const answer = await fetch(`/api/v1/drafts/${draftId}/files`).catch(() => null);
  if (!answer?.ok) return false;
  await invalidateAll();
  return true;
}
