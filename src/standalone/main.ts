// The one-file page. It answers the camera or a picture, and on opening it checks that it answers
// as the app did.
import '../ui/tokens.css';
import '../take-away/page.css';
import './main.css';
import '../take-away/theme.js';
import {
  acquireCamera,
  type CameraLease,
  type Facing,
  listCameras,
  switchCamera,
} from '../camera/camera';
import { CameraError } from '../camera/camera-error';
import { formatsFor } from '../i18n/format';
import { firstLanguage } from '../i18n/language';
import { fromBase64 } from '../take-away/page/base64';
import type { PackedClassifier, PageWord } from '../take-away/page/packed';
import { MARK_SHAPES } from '../ui/class-shapes';
import { type Classify, type PageAnswer, startClassifier } from './classify';

/**
 * How far a probability may be from the app's, because browsers decode and shrink pictures slightly
 * differently.
 */
const CLOSE = 0.01;

const textOf = (id: string) => element(id).textContent ?? '';

function element<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no #${id}`);
  return found as T;
}

const packed = JSON.parse(textOf('classifier')) as PackedClassifier;
const { classes } = packed;
const words: Record<PageWord, string> = packed.words;
const { confidence } = formatsFor(firstLanguage([packed.language]));
const problem = element('problem');
const video = element<HTMLVideoElement>('video');
const image = element<HTMLImageElement>('image');
const cameraButton = element<HTMLButtonElement>('camera');
const flipButton = element<HTMLButtonElement>('flip');

interface Bar {
  row: HTMLLIElement;
  fill: HTMLElement;
  value: HTMLElement;
}

function makeBars(): Bar[] {
  const list = element('bars');
  list.setAttribute('aria-label', words.bars);
  return classes.map(({ name, colour, shape }) => {
    const row = document.createElement('li');
    row.style.setProperty('--c', `var(--c${colour})`);
    const fill = document.createElement('span');
    fill.className = 'fill';
    const track = document.createElement('span');
    track.className = 'track';
    track.append(fill);
    const value = document.createElement('span');
    value.className = 'value';
    value.textContent = '–';
    const label = document.createElement('span');
    label.className = 'name';
    label.append(markOf(shape), name);
    row.append(label, track, value);
    list.append(row);
    return { row, fill, value };
  });
}

function markOf(shape: number): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const mark = document.createElementNS(namespace, 'svg');
  mark.setAttribute('viewBox', '0 0 12 12');
  mark.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('fill-rule', 'evenodd');
  path.setAttribute('d', MARK_SHAPES[shape % MARK_SHAPES.length] ?? '');
  mark.append(path);
  return mark;
}

const bars = makeBars();

function show({ probabilities, unknown }: PageAnswer): void {
  const largest = Math.max(...probabilities);
  bars.forEach(({ row, fill, value }, i) => {
    const share = probabilities[i] ?? 0;
    fill.style.width = `${100 * share}%`;
    value.textContent = confidence(share);
    row.toggleAttribute('data-top', !unknown && share === largest);
  });
  element('bars').toggleAttribute('data-unknown', unknown);
  const said = unknown ? words.unknown : (classes[probabilities.indexOf(largest)]?.name ?? '');
  const verdict = element('answer');
  // The text is read out, so it is only set when it changes.
  if (verdict.textContent !== said) verdict.textContent = said;
}

/** Sends the golden pictures through everything that a picture goes through here. */
async function check(classify: Classify): Promise<void> {
  let furthest = 0;
  for (const { picture, probabilities } of packed.golden) {
    const blob = await (await fetch(picture)).blob();
    const here = await classify(await createImageBitmap(blob));
    probabilities.forEach((p, i) => {
      furthest = Math.max(furthest, Math.abs(p - (here.probabilities[i] ?? 0)));
    });
  }
  const same = furthest < CLOSE;
  const line = element('verdict');
  line.textContent = same ? words.same : words.different;
  line.dataset.same = String(same);
  line.dataset.furthest = String(furthest);
}

function showProblem(text: string): void {
  problem.textContent = text;
}

/** Counts the requests for an answer, so that an answer to an earlier one is not shown. */
let turn = 0;
let lease: CameraLease | undefined;
/** On a phone or tablet, people show things to the camera on the back. */
let facing: Facing | undefined = matchMedia('(pointer: coarse)').matches
  ? 'environment'
  : undefined;

function stopCamera(): void {
  turn++;
  lease?.release();
  lease = undefined;
  video.srcObject = null;
  video.hidden = true;
  flipButton.hidden = true;
  cameraButton.textContent = words.cameraOn;
}

async function startCamera(classify: Classify): Promise<void> {
  showProblem('');
  const mine = ++turn;
  let taken: CameraLease;
  try {
    taken = await acquireCamera(facing ? { facing } : {});
  } catch (error) {
    if (mine === turn) showCameraProblem(error);
    return;
  }
  if (mine !== turn) {
    taken.release();
    return;
  }
  lease = taken;
  await showCamera(taken);
  image.hidden = true;
  video.hidden = false;
  element('hint').hidden = true;
  cameraButton.textContent = words.cameraOff;
  while (mine === turn) {
    // The video shows nothing for a moment when the camera is changed.
    if (video.readyState >= video.HAVE_CURRENT_DATA) {
      const answer = await classify(await createImageBitmap(video));
      if (mine === turn) show(answer);
    }
    await new Promise(requestAnimationFrame);
  }
}

async function showCamera({ camera }: CameraLease): Promise<void> {
  facing = camera.facing;
  video.srcObject = camera.stream;
  await video.play();
  // A camera that does not say which way it faces has no other side.
  flipButton.hidden = facing === undefined || (await listCameras()).length < 2;
}

/** From the camera on the back to the one on the front, or the other way round. */
async function flipCamera(): Promise<void> {
  if (!lease) return;
  try {
    await switchCamera({ facing: facing === 'environment' ? 'user' : 'environment' });
    await showCamera(lease);
  } catch (error) {
    stopCamera();
    showCameraProblem(error);
  }
}

function showCameraProblem(error: unknown): void {
  if (!(error instanceof CameraError)) throw error;
  showProblem(error.kind.startsWith('denied') ? words.refused : words.noCamera);
}

async function answerFile(classify: Classify, file: File): Promise<void> {
  stopCamera();
  showProblem('');
  const mine = turn;
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    showProblem(words.unreadable);
    return;
  }
  URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(file);
  image.hidden = false;
  element('hint').hidden = true;
  const answer = await classify(picture);
  if (mine === turn) show(answer);
}

function listen(classify: Classify): void {
  const failed = (error: unknown) => showProblem(`${words.failed} ${String(error)}`);
  cameraButton.disabled = false;
  cameraButton.addEventListener('click', () => {
    if (lease) stopCamera();
    else startCamera(classify).catch(failed);
  });
  flipButton.addEventListener('click', () => void flipCamera().catch(failed));
  const chooser = element<HTMLInputElement>('file');
  const answerFirst = (files: FileList | undefined | null) => {
    const [file] = files ?? [];
    if (file) answerFile(classify, file).catch(failed);
  };
  chooser.disabled = false;
  chooser.addEventListener('change', () => answerFirst(chooser.files));
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    answerFirst(event.dataTransfer?.files);
  });
  document.addEventListener('paste', (event) => answerFirst(event.clipboardData?.files));
}

async function start(): Promise<void> {
  const classify = await startClassifier(packed, fromBase64(textOf('weights').trim()));
  await check(classify);
  listen(classify);
}

start().catch((error: unknown) => {
  const line = element('verdict');
  line.textContent = `${words.failed} ${String(error)}`;
  line.dataset.same = 'false';
});
