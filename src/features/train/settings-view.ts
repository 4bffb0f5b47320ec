/** True if `a` equals `b` in every value that `b` has. */
export function same<T extends object>(a: T, b: T): boolean {
  return (Object.keys(b) as (keyof T)[]).every((name) => a[name] === b[name]);
}
