// What comes of an act.

/**
 * What comes of an act that shows its own errors. Whoever begins it may wait for it but need not.
 * It rejects only on a bug, which the page reports like any rejection that nobody handles.
 */
export interface Outcome<Result = void> {
  then<Done = Result, Failed = never>(
    onDone?: ((result: Result) => Done | PromiseLike<Done>) | null,
    onBug?: ((error: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Done | Failed>;
}
