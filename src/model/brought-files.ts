// Tells by their names what the files are that somebody brought.

/**
 * Whether the name is one that people and systems give to archives. Only the content says whether
 * it really is one.
 */
export const isArchive = ({ name }: { name: string }) => /\.(zip|tm)$/i.test(name);

/**
 * Whether these are the files of a model, not pictures: either a model.json is among them, or there
 * are only files of the kinds that come with one.
 */
export function isOfModel(files: Iterable<{ name: string }>): boolean {
  const names = Array.from(files, ({ name }) => name.toLowerCase());
  return (
    names.includes('model.json') ||
    (names.length > 0 && names.every((name) => /\.(json|bin)$/.test(name)))
  );
}
