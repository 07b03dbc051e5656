/** Elements that HTML too writes without an end. */
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/i;

/**
 * XHTML as readers of HTML understand it: to them `<a id="x"/>` is open, and `<title/>` takes all that follows with it.
 * Such elements get an end of their own.
 */
export const wholeTags = (xhtml: string): string =>
  xhtml.replaceAll(/<([a-z][\w:-]*)((?:\s[^<>]*)?)\/>/gi, (tag, name: string, rest: string) =>
    VOID.test(name) ? tag : `<${name}${rest}></${name}>`,
  );
