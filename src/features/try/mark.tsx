import type { ClassRow } from '../../model/project';
import { ClassMark } from '../../ui/class-mark';

type MarkProps = { row: ClassRow; large?: boolean };

/** A class's own shape and colour. */
export function Mark({ row, large = false }: MarkProps) {
  return <ClassMark index={row.shape} colour={row.colour + 1} large={large} />;
}
