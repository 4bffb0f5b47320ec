// What renders behind a GPU API, and whether it is a GPU at all.
import type { BackendName } from '../../model/backend';

/** SwiftShader, llvmpipe and the like are ten times slower than wasm on the same cores. */
export function isSoftwareRenderer(name: string): boolean {
  return /swiftshader|llvmpipe|softpipe|lavapipe|software|basic render|\bwarp\b/i.test(name);
}

export interface Renderer {
  available: boolean;
  software: boolean;
  /** The name that the driver gives itself. */
  name: string;
}

/** Looks at the GPU without initialising tfjs on it. */
export async function inspectRenderer(backend: BackendName): Promise<Renderer> {
  if (backend === 'webgpu') return inspectWebGpu();
  if (backend === 'webgl') return inspectWebGl();
  return { available: true, software: false, name: '' };
}

async function inspectWebGpu(): Promise<Renderer> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return { available: false, software: false, name: 'no adapter' };
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const name = [vendor, architecture, device, description].filter(Boolean).join(' ');
  return { available: true, software: isFallbackAdapter || isSoftwareRenderer(name), name };
}

function inspectWebGl(): Renderer {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return { available: false, software: false, name: 'no WebGL 2' };
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return { available: true, software: isSoftwareRenderer(name), name };
}
