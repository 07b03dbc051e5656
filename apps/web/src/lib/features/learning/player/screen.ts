/** What older WebKit calls full screen; iPhones know it for the video alone. */
interface WebKitElement extends HTMLElement {
  webkitRequestFullscreen?: () => void;
}
interface WebKitVideo extends HTMLVideoElement {
  webkitEnterFullscreen?: () => void;
}
interface WebKitDocument extends Document {
  webkitFullscreenElement?: Element | null;
  webkitExitFullscreen?: () => void;
}

export function fullscreenElement(): Element | null {
  const page: WebKitDocument = document;
  return page.fullscreenElement ?? page.webkitFullscreenElement ?? null;
}

/** The whole player goes full screen, so that its own controls stay; where that is impossible, the video. */
export async function toggleFullscreen(player: WebKitElement, video: WebKitVideo): Promise<void> {
  const page: WebKitDocument = document;
  try {
    if (fullscreenElement()) {
      if (page.exitFullscreen) await page.exitFullscreen();
      else page.webkitExitFullscreen?.();
    } else if (player.requestFullscreen) await player.requestFullscreen();
    else if (player.webkitRequestFullscreen) player.webkitRequestFullscreen();
    else video.webkitEnterFullscreen?.();
  } catch {
    // Refused by the browser (an embedding, a policy): the page stays as it is.
  }
}

export function hasPictureInPicture(): boolean {
  return 'pictureInPictureEnabled' in document && document.pictureInPictureEnabled;
}

export async function togglePictureInPicture(video: HTMLVideoElement): Promise<void> {
  try {
    if (document.pictureInPictureElement) await document.exitPictureInPicture();
    else await video.requestPictureInPicture();
  } catch {
    // Refused, or the picture is not there yet.
  }
}
