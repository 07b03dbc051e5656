// On a poor link a page can be read and filled in long before its scripts arrive. When they do, the
// framework puts selects, boxes, carets and disclosures back to what the server sent; what a person has
// already chosen must outlive that, or a form is sent with an answer nobody gave.

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Their values are not a person's to give, or cannot be set by a script. */
const NOT_FILLED_IN = new Set(['hidden', 'submit', 'button', 'image', 'reset', 'file']);

function announce(control: Control): void {
  control.dispatchEvent(new Event('input', { bubbles: true }));
  control.dispatchEvent(new Event('change', { bubbles: true }));
}

/** How to put back what was chosen in one control, or null where it is as the server sent it. */
function putBack(control: Control): (() => void) | null {
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options];
    const chosen = options.map(({ selected }) => selected);
    if (options.every((option, at) => option.defaultSelected === chosen[at])) return null;
    return () => {
      if (options.every((option, at) => option.selected === chosen[at])) return;
      options.forEach((option, at) => (option.selected = chosen[at] ?? false));
      announce(control);
    };
  }
  if (control.type === 'checkbox' || control.type === 'radio') {
    const box = control as HTMLInputElement;
    const { checked } = box;
    if (checked === box.defaultChecked) return null;
    return () => {
      if (box.checked === checked) return;
      box.checked = checked;
      announce(box);
    };
  }
  const { value } = control;
  if (value === control.defaultValue) return null;
  return () => {
    if (control.value === value) return;
    control.value = value;
    announce(control);
  };
}

/** How to put the caret and what is marked back into the field that is being typed in. */
function putCaretBack(): (() => void) | null {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return null;
  const { selectionStart: start, selectionEnd: end } = field;
  // Fields of numbers and dates have no caret that can be asked for.
  return start === null ? null : () => field.setSelectionRange(start, end);
}

/** How to put a disclosure back as it was left: opened, or closed. */
function putDisclosureBack(details: HTMLDetailsElement): () => void {
  const { open } = details;
  return () => {
    details.open = open;
  };
}

/** Looks at what has been filled in and opened so far; what it returns puts it back after the scripts began. */
export function rememberEarlyInput(): () => void {
  const controls = [...document.querySelectorAll<Control>('input, select, textarea')];
  const steps = controls
    // What has no name is sent with no form: such as the bar of a player, which follows the playing.
    .filter(({ name, type }) => name !== '' && !NOT_FILLED_IN.has(type))
    .map(putBack)
    .concat([...document.querySelectorAll('details')].map(putDisclosureBack), putCaretBack())
    .filter((step) => step !== null);
  return () => steps.forEach((step) => step());
}
