import { useEffect, useState } from 'react';
import { ArtistGone, createArtist } from '../../examples/client';
import { type ExampleId, exampleIds, exampleOf } from '../../examples/examples';

const MOST = 3;
/** Another seed than that of the project: what is shown here is no picture of it. */
const SEED = 2;

/** URLs of a picture of each class, as they are drawn. */
export function useCovers(): Partial<Record<ExampleId, readonly string[]>> {
  const [covers, setCovers] = useState<Partial<Record<ExampleId, readonly string[]>>>({});
  useEffect(() => {
    const artist = createArtist();
    const made: string[] = [];
    let gone = false;
    const draw = async (example: ExampleId) => {
      const { classes, pictures } = exampleOf(example);
      if (!pictures) return;
      const blobs = await Promise.all(
        Array.from({ length: Math.min(MOST, classes) }, (_, ofClass) =>
          artist.draw({ example, seed: SEED, ofClass, thing: 0, number: 0 }),
        ),
      );
      if (gone) return;
      const urls = blobs.map((blob) => URL.createObjectURL(blob));
      made.push(...urls);
      setCovers((before) => ({ ...before, [example]: urls }));
    };
    for (const id of exampleIds) {
      draw(id).catch((error: unknown) => {
        // An example can be opened without its cover.
        if (!(error instanceof ArtistGone)) throw error;
      });
    }
    return () => {
      gone = true;
      artist.end();
      for (const url of made) URL.revokeObjectURL(url);
    };
  }, []);
  return covers;
}
