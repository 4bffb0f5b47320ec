// The page's policy lets no text become code, or the address of code, unless it passes here.

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): unknown;
}

/** Lets workers start from this page's own origin; markup and scripts made from text stay forbidden. */
export function trustOwnScripts(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy('default', {
    createScriptURL(url) {
      if (new URL(url, document.baseURI).origin !== location.origin) {
        throw new TypeError(`a script from elsewhere: ${url}`);
      }
      return url;
    },
  });
}
