// Keeps long work on the page's thread in small tasks, so that the page stays alive meanwhile.

/** Await the returned function often: it lets other tasks in once `ms` have passed since it last did. */
export function breather(ms = 12): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < ms) return undefined;
    return nextTask().then(() => {
      last = performance.now();
    });
  };
}

/** A message and no timeout: timeouts wait for 4 ms at least, and for a second in a tab behind others. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
