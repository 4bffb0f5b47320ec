// licences.json, which the build writes (tools/licences.ts).
import type { LicencesFile } from '../../../tools/licences';

export interface Licence {
  kind: 'backbone' | 'package';
  name: string;
  version: string;
  /** The licence's name in the SPDX list, such as "MIT". */
  terms: string;
  text?: string | undefined;
}

/** Rejects if the file cannot be fetched. */
export async function loadLicences(signal: AbortSignal): Promise<Licence[]> {
  const response = await fetch(new URL('licences.json', document.baseURI), { signal });
  if (!response.ok) throw new Error(`licences.json: status ${response.status}`);
  const { texts, licences } = (await response.json()) as LicencesFile;
  return licences.map(({ text, ...licence }) => ({
    ...licence,
    text: text === undefined ? undefined : texts[text],
  }));
}
