/** Listens to several events of one target. Returns how to stop. */
export function listen(
  target: EventTarget,
  handlers: Readonly<Record<string, () => void>>,
): () => void {
  const entries = Object.entries(handlers);
  for (const [name, handler] of entries) target.addEventListener(name, handler);
  return () => {
    for (const [name, handler] of entries) target.removeEventListener(name, handler);
  };
}
