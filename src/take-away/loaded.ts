/** A file that lies beside the app cannot be had: there is no network, and nobody kept it. */
export class NotLoaded extends Error {
  override readonly name = 'NotLoaded';
}

/** A file that lies beside the app. @throws {NotLoaded} */
export async function loaded(url: string): Promise<Blob> {
  try {
    const answer = await fetch(url);
    if (!answer.ok) throw new NotLoaded(`${url}: status ${answer.status}`);
    return await answer.blob();
  } catch (cause) {
    // Whatever \`fetch\` fails with is a TypeError.
    if (cause instanceof TypeError) throw new NotLoaded(url, { cause });
    throw cause;
  }
}
