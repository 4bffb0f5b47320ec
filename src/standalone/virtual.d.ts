declare module 'virtual:standalone' {
  /** Of src/standalone, for an inline script and an inline style. */
  export const script: string;
  export const style: string;
  /** As a Content-Security-Policy names them. */
  export const hashes: { script: string; style: string };
}
