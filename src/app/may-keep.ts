/**
 * Whether a response is what was asked for, so that the service worker may keep it. A filter, or
 * the server of a single-page app, sends a page in its place and calls that a success.
 */
export function mayKeep(url: string, response: Response): boolean {
  const isPage = /^text\/html\b/i.test(response.headers.get('Content-Type') ?? '');
  const asksForPage = /(\/|\.html)$/.test(new URL(url).pathname);
  return response.status === 200 && isPage === asksForPage;
}
