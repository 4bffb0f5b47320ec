// The icons, named by what they mean here: 16 px, strokes of 1.5 px, hidden from screen readers.
import {
  ArrowRight,
  CaretsToAxisDashedVertical,
  Check,
  ChevronDown,
  ChevronRight,
  Circle,
  CircleQuestionMark,
  Clock,
  Copy,
  Download,
  Ellipsis,
  Eye,
  File,
  Folder,
  GripVertical,
  Image,
  Info,
  Lasso,
  Lightbulb,
  Lock,
  type LucideIcon,
  Menu,
  OctagonAlert,
  Package,
  Pencil,
  Plus,
  Redo2,
  RotateCcw,
  Scale,
  Sun,
  SwitchCamera,
  Table2,
  Trash2,
  TrendingUp,
  TriangleAlert,
  Undo2,
  Upload,
  Video,
  X,
} from 'lucide-react';
import { classes } from './classes';
import styles from './icons.module.css';

type IconProps = { large?: boolean; small?: boolean; className?: string | undefined };

/** Lucide draws on a grid of 24, where 2.25 gives 1.5 at 16 px. */
const STROKE_ON_GRID = 2.25;

/** For icons that only one view needs. Those below are loaded with the first paint. */
export function icon(Glyph: LucideIcon) {
  return function Icon({ large, small, className }: IconProps) {
    return (
      <Glyph
        aria-hidden
        strokeWidth={STROKE_ON_GRID}
        className={classes(styles.icon, large && styles.large, small && styles.small, className)}
      />
    );
  };
}

export const AboutIcon = icon(Info);
export const AddIcon = icon(Plus);
export const ArrowIcon = icon(ArrowRight);
export const CameraIcon = icon(Video);
export const CheckIcon = icon(Check);
export const CloseIcon = icon(X);
export const ClosedIcon = icon(ChevronRight);
export const CompareIcon = icon(Scale);
export const CopyIcon = icon(Copy);
export const CurveIcon = icon(TrendingUp);
export const DangerIcon = icon(OctagonAlert);
export const DeleteIcon = icon(Trash2);
export const EyeIcon = icon(Eye);
export const FileIcon = icon(File);
export const FlipIcon = icon(SwitchCamera);
export const FolderIcon = icon(Folder);
export const GripIcon = icon(GripVertical);
export const LassoIcon = icon(Lasso);
export const LockIcon = icon(Lock);
export const MenuIcon = icon(Menu);
export const MirrorIcon = icon(CaretsToAxisDashedVertical);
export const MoreIcon = icon(Ellipsis);
export const OpenIcon = icon(ChevronDown);
export const PictureIcon = icon(Image);
export const RedoIcon = icon(Redo2);
export const RenameIcon = icon(Pencil);
export const ResetIcon = icon(RotateCcw);
export const SaveIcon = icon(Download);
export const TakeAwayIcon = icon(Package);
export const TableIcon = icon(Table2);
export const ThemeIcon = icon(Sun);
export const TimerIcon = icon(Clock);
export const TipIcon = icon(Lightbulb);
export const TodoIcon = icon(Circle);
export const UnknownIcon = icon(CircleQuestionMark);
export const UndoIcon = icon(Undo2);
export const UploadIcon = icon(Upload);
export const WarnIcon = icon(TriangleAlert);

/** The red dot of recording. */
export function RecordDot() {
  return <span aria-hidden className={styles.record} />;
}

/** The square that means stop. It is red if it stops a recording. */
export function StopSquare({ recording = false }: { recording?: boolean }) {
  return <span aria-hidden className={recording ? styles.stopRecording : styles.stop} />;
}
