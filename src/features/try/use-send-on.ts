import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { currentLanguage } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { type AskingPage, type SentAnswer, sendAnswer } from '../../store/try/answer-stream';
import type { Cues } from '../../store/try/cues';
import { createSteadyAnswer } from '../../store/try/steady-answer';
import type { ShownAnswer } from './use-answer';

export interface Ways {
  beep: boolean;
  say: boolean;
  send: boolean;
  page: AskingPage | undefined;
  /** Writes a line to a device. */
  line: ((text: string) => void) | undefined;
}

/**
 * A picture is answered only once, so the page checks at this interval whether the answer still
 * holds.
 */
const LOOKS_EVERY_MS = 100;

/** Passes on each answer that has held for a while. `cues`: the person's own sounds. */
export function useSendOn(answer: ShownAnswer | undefined, cues: Cues, ways: Ways): void {
  const { t } = useTranslation();
  const latest = useRef({ answer, cues, t });
  useEffect(() => {
    latest.current = { answer, cues, t };
  });
  // Another way of sending starts afresh: it also passes on what is seen now.
  useEffect(() => {
    const steady = createSteadyAnswer();
    const look = () => {
      const { answer, cues, t } = latest.current;
      const top = answer && !answer.unknown ? answer.top : undefined;
      const fires = steady(performance.now(), top && { classId: top.row.id, share: top.share });
      if (!fires || !top) return;
      const { project, classes } = useApp.getState();
      const number = classes.findIndex(({ id }) => id === top.row.id) + 1;
      const name = className(t, top.row);
      const sound = cues.get(top.row.id)?.sound;
      if (ways.beep && sound) play(sound.url);
      else if (ways.beep) beep(number);
      if (ways.say) say(name);
      const sent: SentAnswer = {
        kind: 'answer',
        version: 1,
        project: project?.name ?? '',
        name,
        number,
        share: top.share,
        at: Date.now(),
      };
      if (ways.send) sendAnswer(sent);
      ways.page?.send(sent);
      // The number comes first, for devices that only read whole numbers from a line.
      ways.line?.(`${number} ${name}`);
    };
    const timer = setInterval(look, LOOKS_EVERY_MS);
    return () => clearInterval(timer);
  }, [ways]);
}

let playing: HTMLAudioElement | undefined;

/** Replaces a sound that is still playing. */
function play(url: string): void {
  playing?.pause();
  playing = new Audio(url);
  // The next sound took its place before it began.
  playing.play().catch(() => {});
}

/** A pentatonic scale from A4: any two of its tones go together. */
const SCALE = [0, 2, 4, 7, 9];
const BEEP_SECONDS = 0.25;
let audio: AudioContext | undefined;

/** A tone for each class. */
function beep(number: number): void {
  audio ??= new AudioContext();
  const step = number - 1;
  const octave = Math.floor(step / SCALE.length);
  const semitones = 12 * octave + (SCALE[step % SCALE.length] ?? 0);
  const tone = new OscillatorNode(audio, {
    type: 'triangle',
    frequency: 440 * 2 ** (semitones / 12),
  });
  const volume = new GainNode(audio, { gain: 0.3 });
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + BEEP_SECONDS);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + BEEP_SECONDS);
}

/** A voice on this machine in the page's language. Voices that ask a server are not used. */
function voice(): SpeechSynthesisVoice | undefined {
  const language = currentLanguage().slice(0, 2);
  return globalThis.speechSynthesis
    ?.getVoices()
    .find(({ localService, lang }) => localService && lang.toLowerCase().startsWith(language));
}

function say(name: string): void {
  const spoken = new SpeechSynthesisUtterance(name);
  const by = voice();
  if (!by) return;
  spoken.voice = by;
  spoken.lang = by.lang;
  speechSynthesis.cancel();
  speechSynthesis.speak(spoken);
}

/** Browsers find their voices late, so this may become true later. */
export function useCanSay(): boolean {
  return useSyncExternalStore(
    (changed) => {
      globalThis.speechSynthesis?.addEventListener('voiceschanged', changed);
      return () => globalThis.speechSynthesis?.removeEventListener('voiceschanged', changed);
    },
    () => voice() !== undefined,
  );
}
