// Makes one model with its weights from the files that a person chose, and checks it before any of
// it runs.
import * as v from 'valibot';
import type { ModelPart, OwnModelFile, OwnModelProblem } from '../../model/own-model';

/** The files are not a model that can be used as a backbone. */
export class OwnModelError extends Error {
  readonly problem: OwnModelProblem;

  constructor(kind: OwnModelProblem['kind'], ...details: string[]) {
    super(`${kind}: ${details.join(', ')}`);
    this.problem = { kind, details };
  }
}

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const DTYPES = ['float32', 'int32', 'bool', 'uint8', 'uint16', 'float16'] as const;
const weightSpec = v.object({
  name: v.string(),
  shape: v.pipe(v.array(whole), v.maxLength(6)),
  dtype: v.picklist(['float32', 'int32', 'bool']),
  group: v.exactOptional(v.string()),
  quantization: v.exactOptional(
    v.object({
      dtype: v.picklist(['uint8', 'uint16', 'float16']),
      scale: v.exactOptional(v.number()),
      min: v.exactOptional(v.number()),
      original_dtype: v.exactOptional(v.picklist(['float32', 'int32'])),
    }),
  ),
});
const topology = v.record(v.string(), v.unknown());
const modelJson = v.object({
  format: v.exactOptional(v.nullable(v.string())),
  modelTopology: topology,
  weightsManifest: v.array(
    v.object({ paths: v.array(v.pipe(v.string(), v.nonEmpty())), weights: v.array(weightSpec) }),
  ),
  signature: v.exactOptional(v.nullable(topology)),
});
/** What distinguishes a model.json from other JSON. */
const looksLikeModel = v.object({ modelTopology: topology, weightsManifest: v.array(v.unknown()) });
/** What is kept of model.json: nothing that could make two equal models look different. */
const header = v.object({
  format: v.picklist(['layers', 'graph']),
  name: v.string(),
  topology,
  weightSpecs: v.array(weightSpec),
  signature: v.exactOptional(topology),
});

export type WeightSpec = v.InferOutput<typeof weightSpec>;
export type ModelHeader = v.InferOutput<typeof header>;

const BYTES: Record<(typeof DTYPES)[number], number> = {
  float32: 4,
  int32: 4,
  bool: 1,
  uint8: 1,
  uint16: 2,
  float16: 2,
};
const MOST_NAME = 60;

/**
 * Finds the one model among the files: its model.json, and the weights that this names.
 *
 * @throws OwnModelError
 */
export async function findModel(parts: readonly ModelPart[]): Promise<OwnModelFile> {
  const models: { path: string; json: unknown }[] = [];
  for (const { path, content } of parts) {
    if (!path.toLowerCase().endsWith('.json')) continue;
    const json = await parsed(content);
    if (v.is(looksLikeModel, json)) models.push({ path, json });
  }
  const [model, other] = models;
  if (!model) throw new OwnModelError('no-model');
  if (other) throw new OwnModelError('several-models', ...models.map(({ path }) => path));

  const read = v.safeParse(modelJson, model.json);
  if (!read.success) {
    const [issue] = read.issues;
    throw new OwnModelError('broken', `${v.getDotPath(issue)}: ${issue.message}`);
  }
  const { weightsManifest, modelTopology, signature } = read.output;
  const folder = model.path.slice(0, model.path.lastIndexOf('/') + 1);
  const paths = weightsManifest.flatMap((group) => group.paths);
  const found = paths.map((path) => partAt(parts, folder + path));
  const missing = paths.filter((_, i) => !found[i]);
  if (missing.length > 0) throw new OwnModelError('weights-missing', ...missing);
  const weights = new Blob(found.flatMap((part) => part?.content ?? []));
  const weightSpecs = weightsManifest.flatMap((group) => group.weights);
  checkSize(weightSpecs, weights.size);
  const isGraph = Array.isArray(modelTopology.node);
  const kept: ModelHeader = {
    format: isGraph ? 'graph' : 'layers',
    name: nameOf(modelTopology, model.path),
    topology: modelTopology,
    weightSpecs,
    ...(isGraph && signature ? { signature } : {}),
  };
  try {
    return { header: JSON.stringify(kept), weights };
  } catch (error) {
    // No call stack is as deep as that, and reading does not need one.
    if (error instanceof RangeError) throw new OwnModelError('broken', 'nested too deeply');
    throw error;
  }
}

/** Reads a header that `findModel` wrote. @throws OwnModelError if it is not one */
export function parseHeader(text: string): ModelHeader {
  const read = v.safeParse(header, JSON.parse(text));
  if (!read.success) throw new OwnModelError('broken', read.issues[0].message);
  return read.output;
}

/** How many numbers the weights hold. */
export function parametersOf(specs: readonly WeightSpec[]): number {
  return specs.reduce((sum, spec) => sum + countOf(spec), 0);
}

/**
 * Identifies a model by its content, whatever its files were called: half of a SHA-256, as
 * hexadecimal digits.
 *
 * @throws OwnModelError 'insecure' where the browser gives no checksums
 */
export async function hashOf({ header: text, weights }: OwnModelFile): Promise<string> {
  // It is absent without a secure context.
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (!subtle) throw new OwnModelError('insecure');
  const { name: _, ...content } = parseHeader(text);
  const all = new Blob([JSON.stringify(content), weights]);
  const digest = new Uint8Array(await subtle.digest('SHA-256', await all.arrayBuffer()));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function parsed(content: Blob): Promise<unknown> {
  try {
    return JSON.parse(await content.text());
  } catch {
    return undefined; // It is not JSON, whatever its name says, so it is not the model's.
  }
}

/**
 * Finds a part by its path, or by its name alone, because files that were chosen one by one have
 * lost their folders.
 */
function partAt(parts: readonly ModelPart[], path: string): ModelPart | undefined {
  const nameIn = (whole: string) => whole.slice(whole.lastIndexOf('/') + 1);
  return (
    parts.find((part) => part.path === path) ??
    parts.find((part) => nameIn(part.path) === nameIn(path))
  );
}

function countOf({ shape }: WeightSpec): number {
  return shape.reduce((product, size) => product * size, 1);
}

function checkSize(specs: readonly WeightSpec[], bytes: number): void {
  const wanted = specs.reduce((sum, spec) => {
    return sum + countOf(spec) * BYTES[spec.quantization?.dtype ?? spec.dtype];
  }, 0);
  if (wanted !== bytes) throw new OwnModelError('weights-size', String(bytes), String(wanted));
}

/** The name that the model gives itself, or else that of its folder. */
function nameOf(modelTopology: Record<string, unknown>, path: string): string {
  const asLayers = v.safeParse(
    v.object({ config: v.object({ name: v.pipe(v.string(), v.nonEmpty()) }) }),
    modelTopology.model_config ?? modelTopology,
  );
  const [, folder] = /([^/]+)\/[^/]*$/.exec(path) ?? [];
  return (asLayers.success ? asLayers.output.config.name : (folder ?? '')).slice(0, MOST_NAME);
}
