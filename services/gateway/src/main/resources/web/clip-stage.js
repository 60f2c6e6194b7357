// One clip, large: how far it is, then to be played, with a sheet of frames before beside after.

import * as api from './api.js';
import { byId, make, say } from './elements.js';
import { cancel, find, tell, titleOf } from './jobs.js';
import { bytes, clock, fraction, isOver, isRunning, percent, seconds, skipped, standing, stateWord } from './words.js';

const UNPLAYABLE = 'This browser cannot play the result; download it to look at it.';
let drawn = null;

/** Shows a clip. */
export async function show(id) {
  byId('stage-empty').hidden = true;
  byId('stage-job').hidden = false;
  if (!find(id)) await fetchClip(id);
  if (!find(id)) return;
  drawn = build(id);
  byId('stage-job').replaceChildren(drawn.root);
  draw(drawn);
}

/** Something else is shown. */
export function leave() {
  drawn?.screen.pause();
  drawn = null;
}

/** Takes news of any job. */
export function update(job) {
  if (drawn?.id === job.id) draw(drawn);
}

async function fetchClip(id) {
  try {
    tell(await api.clip(id));
  } catch (problem) {
    byId('stage-job').replaceChildren(
      make('h2', { id: 'stage-title' }, 'No such clip'), make('p', { class: 'problem' }, problem.message));
  }
}

function build(id) {
  const parts = {
    id,
    state: make('span', { class: 'state' }),
    cancel: make('button', { class: 'quiet', type: 'button', onclick: () => stop(parts) }, 'Cancel'),
    both: make('a', { class: 'quiet', hidden: true, target: '_blank', rel: 'noopener' }, 'Before beside after'),
    download: make('a', { class: 'primary', hidden: true, download: '' }, 'Download'),
    problem: make('p', { class: 'problem', role: 'alert', hidden: true }),
    screen: make('video', { class: 'screen', controls: true, preload: 'metadata', playsinline: '', hidden: true }),
    bar: make('progress', { max: 1, 'aria-label': 'Progress' }),
    caption: make('p', { class: 'caption' }),
    sheet: make('a', { class: 'sheet', hidden: true, target: '_blank', rel: 'noopener' }),
    facts: make('dl', { class: 'facts' }),
  };
  parts.screen.addEventListener('error', () => { parts.unplayable = true; drawCaption(parts, find(id)); });
  parts.root = make('article', { class: 'clip' },
    make('header', { class: 'line' }, make('div', { class: 'titles' }, make('h2', { id: 'stage-title' }, titleOf(find(id))), parts.state),
      make('div', { class: 'actions' }, parts.cancel, parts.both, parts.download)),
    parts.problem, parts.screen, parts.bar, parts.caption, parts.sheet, parts.facts);
  return parts;
}

function draw(parts) {
  const job = find(parts.id);
  parts.root.dataset.status = job.status;
  say(parts.state, stateWord(job.status));
  parts.cancel.hidden = !isRunning(job);
  if (job.status === 'failed') {
    parts.problem.hidden = false;
    say(parts.problem, standing(job));
  }
  const share = isRunning(job) ? fraction(job) : null;
  parts.bar.hidden = !isRunning(job);
  if (share === null) parts.bar.removeAttribute('value');
  else parts.bar.value = share;
  drawFiles(parts, job);
  drawCaption(parts, job);
  drawFacts(parts, job);
}

function drawFiles(parts, { links, result }) {
  if (!links?.result || !parts.download.hidden) return;
  parts.download.hidden = false;
  parts.download.href = links.result;
  parts.download.download = result.name ?? '';
  parts.screen.src = links.result;
  parts.screen.setAttribute('aria-label', `${titleOf(find(parts.id))}, enlarged`);
  parts.screen.style.aspectRatio = result.width ? `${result.width} / ${result.height}` : '';
  parts.screen.hidden = false;
  parts.both.hidden = !links.sideBySide;
  parts.both.href = links.sideBySide ?? '';
  if (links.contactSheet) {
    parts.sheet.hidden = false;
    parts.sheet.href = links.contactSheet;
    parts.sheet.replaceChildren(make('img', { src: links.contactSheet, alt: 'Some frames, before beside after', loading: 'lazy' }));
  }
}

function drawCaption(parts, job) {
  say(parts.caption, parts.unplayable ? UNPLAYABLE : isOver(job) ? '' : standing(job));
}

function drawFacts(parts, job) {
  const { result, progress, failure } = job;
  const saved = progress?.denseNetworkPixels > 0 ? progress.networkPixels / progress.denseNetworkPixels : null;
  const facts = [
    ['Clip', job.id],
    ['Model', job.model],
    ['Size', result?.width && `${result.width} × ${result.height}, ${bytes(result.size)}`],
    ['Frames', result?.framesOut ?? progress?.framesDone],
    ['Tiles skipped', skipped(job)],
    ['Computed of all pixels', saved === null ? null : percent(saved)],
    ['Sound packets', result?.audioPackets],
    ['Encoded by', result?.codec && `${result.codec}, ${result.pixelFormat}`],
    ['Took', result?.seconds && seconds(result.seconds)],
    ['Left out', result?.warnings?.join(' ')],
    ['Assembler', job.assembler],
    ['Sent', job.submittedAt && clock(job.submittedAt)],
    ['Code', failure?.code],
  ].filter(([, value]) => value !== undefined && value !== null && value !== '');
  const known = JSON.stringify(facts);
  if (parts.known === known) return;
  parts.known = known;
  parts.facts.replaceChildren(...facts.map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', {}, String(value)))));
}

async function stop(parts) {
  const sentence = await cancel(parts.id);
  parts.problem.hidden = sentence === null;
  say(parts.problem, sentence ?? '');
}
