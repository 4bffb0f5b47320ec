declare module 'virtual:standalone' {
  /** The code and style of src/standalone, for an inline script and an inline style. */
  export const script: string;
  export const style: string;
  /** In the form that a Content-Security-Policy uses. */
  export const hashes: { script: string; style: string };
}
