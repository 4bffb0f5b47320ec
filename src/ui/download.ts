/** Browsers may read a file a while after the click that saves it. */
const READ_BY_MS = 60_000;

/** Saves a file where the browser saves files. */
export function download(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), READ_BY_MS);
}
