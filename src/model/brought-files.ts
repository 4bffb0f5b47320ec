// What files that somebody brought are, by their names.

/** What people and systems call archives; what one really is, its content says. */
export const isArchive = ({ name }: { name: string }) => /\.(zip|tm)$/i.test(name);

/**
 * Files of a model, not of pictures: a model.json among them, or nothing but what such a one comes
 * with.
 */
export function isOfModel(files: Iterable<{ name: string }>): boolean {
  const names = Array.from(files, ({ name }) => name.toLowerCase());
  return (
    names.includes('model.json') ||
    (names.length > 0 && names.every((name) => /\.(json|bin)$/.test(name)))
  );
}
