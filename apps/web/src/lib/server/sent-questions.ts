import { fieldOf } from './forms.ts';

interface SentQuestions {
  /** What was pasted; it goes back to the page. */
  readonly text: string;
  readonly fileName: string;
  /** For the API; null where nothing was sent. */
  readonly input: {
    readonly query: { readonly fileName: string; readonly form: 'pasted' | 'file' };
    readonly bytes: Uint8Array<ArrayBuffer>;
  } | null;
}

/** The questions of a form: its file where one was chosen, else what was pasted. */
export async function sentQuestions(request: Request): Promise<SentQuestions> {
  const form = await request.formData();
  const file = form.get('file');
  const text = fieldOf(form, 'text');
  if (file instanceof File && file.size > 0) {
    const query = { fileName: file.name.slice(-200) || 'file', form: 'file' } as const;
    const bytes = new Uint8Array(await file.arrayBuffer());
    return { text, fileName: file.name, input: { query, bytes } };
  }
  if (text.trim() === '') return { text, fileName: '', input: null };
  const bytes = Uint8Array.from(new TextEncoder().encode(text));
  return { text, fileName: '', input: { query: { fileName: 'text', form: 'pasted' }, bytes } };
}
