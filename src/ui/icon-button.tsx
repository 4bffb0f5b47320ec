import type { ReactNode } from 'react';
import { Button, type ButtonProps } from './button';

type IconButtonProps = Omit<ButtonProps, 'children' | 'square' | 'tooltip' | 'busy'> & {
  label: string;
  icon: ReactNode;
};

/** A button that has only an icon. Its label is both its name and its tooltip. */
export function IconButton({ label, variant = 'quiet', ...rest }: IconButtonProps) {
  return <Button {...rest} variant={variant} square aria-label={label} tooltip={label} />;
}
