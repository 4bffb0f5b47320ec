import { useEffect, useState } from 'react';

/**
 * The URL of what an id names, read when it is needed: undefined until it is known, and without a
 * `url` where there is none or it cannot be read. Nothing is read without an id.
 * @param read the same function at each render
 */
export function useLateUrl(
  id: string | undefined,
  read: (id: string) => Promise<string | undefined>,
): { url: string | undefined } | undefined {
  const [found, setFound] = useState<{ id: string; url: string | undefined }>();

  useEffect(() => {
    if (id === undefined) return;
    let wanted = true;
    const show = (url: string | undefined) => wanted && setFound({ id, url });
    read(id).then(show, () => show(undefined));
    return () => {
      wanted = false;
    };
  }, [id, read]);

  return found?.id === id ? found : undefined;
}
