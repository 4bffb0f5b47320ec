import type { AppState } from '../../store/app-store';
import { ClassMark } from '../../ui/class-mark';

type MarkProps = { row: AppState['classes'][number]; large?: boolean };

/** A class's own shape and colour. */
export function Mark({ row, large = false }: MarkProps) {
  return <ClassMark index={row.shape} colour={row.colour + 1} large={large} />;
}
