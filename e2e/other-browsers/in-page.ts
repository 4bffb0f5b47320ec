// What the steps ask of the page: put into it as one function, which must use nothing from outside
// itself.

interface Asked {
  /** The region or dialog of this name; the whole page where it is empty. */
  part(name: string): HTMLElement | undefined;
  /** The first button, radio button or menu item in sight whose name fits the pattern. */
  control(pattern: string, part: string): HTMLElement | undefined;
  /** The input whose dialog for files was last to be opened. */
  fileInput: HTMLInputElement | undefined;
}

declare global {
  var asked: Asked;
}

export function askPage(): void {
  const textOf = (id: string) => document.getElementById(id)?.textContent;
  const nameOf = (element: Element) =>
    element.getAttribute('aria-label') ??
    (element.getAttribute('aria-labelledby')?.split(' ').map(textOf).join(' ') ||
      element.textContent);
  const all = (selector: string, within: ParentNode) => [
    ...within.querySelectorAll<HTMLElement>(selector),
  ];
  const part = (name: string) =>
    name === ''
      ? document.body
      : all('section, [role=dialog]', document).find((each) => nameOf(each)?.trim() === name);
  globalThis.asked = {
    part,
    control(pattern, name) {
      const within = part(name);
      return (
        within &&
        all('button, [role=menuitem]', within).find(
          (each) =>
            each.getClientRects().length > 0 &&
            new RegExp(pattern).test(nameOf(each)?.trim() ?? ''),
        )
      );
    },
    fileInput: undefined,
  };
  // A driver cannot see a dialog for files in every browser, but all give files to an input in
  // sight.
  HTMLInputElement.prototype.click = function (this: HTMLInputElement) {
    globalThis.asked.fileInput = this;
    this.hidden = false;
  };
}
