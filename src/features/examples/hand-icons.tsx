// Icons for the three hands.
import { Hand, HandFist, Scissors } from 'lucide-react';
import { icon } from '../../ui/icons';

export const RockIcon = icon(HandFist);
export const PaperIcon = icon(Hand);
export const ScissorsIcon = icon(Scissors);
