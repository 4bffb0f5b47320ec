// How often each class comes says nothing about a picture, so heads learn it apart from the rest.

/**
 * What is added to the logits while a head learns, and left out when it answers: the logarithm of
 * how often each class comes among the samples, relative to the most frequent one (logit
 * adjustment; Menon et al. 2021). The head then answers as if all classes came equally often.
 * Otherwise it would take nearly everything for the class with most samples, because it would be
 * right most often that way.
 *
 * @param keepsPrior whether the head shall learn it, as any classifier does that knows of no prior
 * @returns [C], in nats; all are 0 if the classes have equally many samples or `keepsPrior` is true
 */
export function logPrior(labels: Int32Array, classCount: number, keepsPrior = false): Float32Array {
  const counts = new Float32Array(classCount);
  if (keepsPrior) return counts;
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  const most = Math.max(...counts);
  return counts.map((count) => Math.log(Math.max(1, count) / Math.max(1, most)));
}
