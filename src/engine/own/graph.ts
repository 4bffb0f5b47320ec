// Finds the features in a graph model, which its last weights turn into answers.
import * as v from 'valibot';

const graph = v.object({
  node: v.array(
    v.object({ name: v.string(), op: v.string(), input: v.exactOptional(v.array(v.string())) }),
  ),
});

/** Operations whose second input is weights. */
const WEIGHTED = new Set(['MatMul', '_FusedMatMul', 'Conv2D', '_FusedConv2D']);
/** Operations that pass on, squeeze or shift their first input. */
const PASSING = new Set([
  'Identity',
  'Softmax',
  'Sigmoid',
  'Squeeze',
  'Reshape',
  'BiasAdd',
  'Add',
  'AddV2',
]);

/**
 * The name of the node that feeds the last operation with weights before an output. Undefined if no
 * such operation directly precedes the output.
 *
 * @param topology a graph model's `modelTopology`
 */
export function inputOfLastWeights(topology: unknown, output: string): string | undefined {
  const read = v.safeParse(graph, topology);
  if (!read.success) return undefined;
  const nodes = new Map(read.output.node.map((node) => [node.name, node]));
  const seen = new Set<string>();
  for (let name = plain(output); !seen.has(name); ) {
    seen.add(name);
    const node = nodes.get(name);
    const [first] = node?.input ?? [];
    if (!node || first === undefined) return undefined;
    if (WEIGHTED.has(node.op)) return plain(first);
    if (!PASSING.has(node.op)) return undefined;
    name = plain(first);
  }
  return undefined;
}

/** The name without the output's number, since the first output is meant. */
function plain(name: string): string {
  return name.replace(/:0$/, '');
}
