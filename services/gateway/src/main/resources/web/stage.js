// One job, large: its picture while it runs, before and after when it is done.

import * as api from './api.js';
import { submit } from './composer.js';
import { byId, make, say } from './elements.js';
import { cancel, find, tell, titleOf } from './jobs.js';
import { maskOf } from './mask.js';
import { askedOf, blobOf, originalOf } from './originals.js';
import { Steps } from './steps.js';
import { bytes, clock, fraction, isOver, isRunning, operationWord, percent, seconds, stageWords, standing, stateWord } from './words.js';
import { Viewer } from './viewer.js';

const EXTENSIONS = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/tiff': 'tif' };
const NAMED = 64 << 20;
const MAP = 'EXTRACT_ATTENTION';
const MASKED = 'MASKED_DIFFUSION';
const LOWER_BOUND = 0.2;

// Attention maps asked for beside a job: its id to theirs.
const maps = new Map();
let current = null;

/** Shows a job, or nothing for null. */
export async function show(id) {
  current = id;
  byId('stage-empty').hidden = id !== null;
  byId('stage-job').hidden = id === null;
  byId('stage-job').replaceChildren();
  if (id === null) return;
  if (!find(id) || find(id).previewCount > (find(id).previews?.length ?? 0)) await fetchJob(id);
  if (current !== id || !find(id)) return;
  const parts = build(id);
  byId('stage-job').replaceChildren(parts.root);
  drawn = parts;
  await draw(parts);
}

/** Takes news of any job. */
export function update(job) {
  if (drawn && current === drawn.id && (job.id === current || maps.get(current) === job.id)) draw(drawn);
}

let drawn = null;

async function fetchJob(id) {
  try {
    tell(await api.job(id));
  } catch (problem) {
    byId('stage-job').replaceChildren(
      make('h2', { id: 'stage-title' }, 'No such job'), make('p', { class: 'problem' }, problem.message));
  }
}

function build(id) {
  const parts = {
    id,
    title: make('h2', { id: 'stage-title' }, titleOf(find(id))),
    state: make('span', { class: 'state' }),
    cancel: make('button', { class: 'quiet', type: 'button', onclick: () => stop(parts) }, 'Cancel'),
    map: make('button', { class: 'quiet', type: 'button', hidden: true, onclick: () => mapAttention(parts) }, 'Map attention'),
    side: make('button', { class: 'quiet', type: 'button', hidden: true, 'aria-pressed': 'false', onclick: event => press(event, parts) }, 'Grey map'),
    mask: make('button', { class: 'quiet', type: 'button', hidden: true, 'aria-pressed': 'false', onclick: event => press(event, parts) }, 'Mask of the step'),
    steps: new Steps(() => drawPicture(parts, find(id))),
    download: make('a', { class: 'primary', hidden: true, download: '', onclick: save }, 'Download'),
    viewer: new Viewer(),
    caption: make('p', { class: 'caption' }),
    bar: make('progress', { max: 1, 'aria-label': 'Progress' }),
    problem: make('p', { class: 'problem', role: 'alert', hidden: true }),
    facts: make('dl', { class: 'facts' }),
    shown: null,
  };
  parts.root = make('article', {},
    make('header', { class: 'line' }, make('div', { class: 'titles' }, parts.title, parts.state),
      make('div', { class: 'actions' }, parts.map, parts.mask, parts.side, parts.cancel, parts.download)),
    parts.problem, parts.viewer.root, parts.steps.root, parts.bar, parts.caption, parts.facts);
  return parts;
}

async function draw(parts) {
  const job = find(parts.id);
  parts.root.dataset.status = job.status;
  say(parts.state, stateWord(job.status));
  parts.cancel.hidden = !isRunning(job);
  parts.download.hidden = job.status !== 'succeeded';
  parts.download.href = api.resultOf(job.id);
  parts.download.download = fileName(job);
  drawFailure(parts, job);
  parts.steps.take(job);
  drawProgress(parts, job);
  drawFacts(parts, job);
  await drawPicture(parts, job);
}

function drawFailure(parts, job) {
  if (job.status !== 'failed') return;
  parts.problem.hidden = false;
  say(parts.problem, standing(job));
}

function drawProgress(parts, job) {
  const share = isRunning(job) ? fraction(job) : null;
  parts.bar.hidden = !isRunning(job);
  if (share === null) parts.bar.removeAttribute('value');
  else parts.bar.value = share;
  const { tilesTotal = 0, steps = 1 } = job.progress ?? {};
  // A preview shows by itself what is not done.
  parts.viewer.progress(isRunning(job) && !parts.steps.chosen ? share ?? 0 : null, tilesTotal / Math.max(1, steps));
}

async function drawPicture(parts, job) {
  const done = job.status === 'succeeded';
  const companion = find(maps.get(job.id));
  const overlay = done ? job.links.overlay : null;
  const beside = companion?.links?.overlay ?? null;
  const result = !done ? null : overlay && !isPressed(parts.side) ? overlay : api.resultOf(job.id);
  const preview = parts.steps.chosen;
  const after = preview?.url ?? result;
  const maskable = job.operation === MASKED && beside !== null && preview?.steps > 1;
  parts.mask.hidden = !maskable;
  const masked = maskable && isPressed(parts.mask);
  const wanted = [after, beside, masked && preview.step].join(' ');
  if (parts.shown === wanted) return;
  parts.shown = wanted;
  const [before, over] = await Promise.all([originalOf(job.id), masked ? maskAt(companion, job, preview) : beside, preview && loaded(preview.url)]);
  if (parts.shown !== wanted) return;
  const size = done ? job.result : preview ? 'before' : null;
  const seen = await parts.viewer.show({ before, after, overlay: over, size, alt: titleOf(job) });
  if (parts.shown !== wanted) return;
  drawProgress(parts, find(parts.id));
  parts.viewer.root.hidden = !seen.before && !seen.after;
  parts.side.hidden = !overlay;
  parts.map.hidden = !seen.before || job.operation === MAP || maps.has(job.id);
  const words = preview && stageWords(preview);
  say(parts.viewer.right, words ? words[0].toUpperCase() + words.slice(1) : overlay ? 'Attention' : 'After');
  say(parts.caption, caption(find(parts.id), before, seen));
  parts.captionOf = state => caption(state, before, seen);
}

function caption(job, before, seen) {
  if (job.status === 'succeeded' && !seen.after) {
    return 'This browser cannot draw the result’s format; download it to look at it.';
  }
  if (job.status === 'succeeded' && before === null) return 'The original was not sent from this browser, so there is nothing to compare with.';
  return isOver(job) ? '' : standing(job);
}

function drawFacts(parts, job) {
  const { result, failure } = job;
  const cost = result?.cost;
  const saved = cost?.denseNetworkPixels > 0 ? 1 - cost.networkPixels / cost.denseNetworkPixels : 0;
  const facts = [
    ['Job', job.id],
    ['Operation', job.operation && operationWord(job.operation)],
    ['Model', result?.checkpoint ?? job.model],
    ['Size', result?.width && `${result.width} × ${result.height}, ${bytes(result.size)}`],
    ['Seed', result?.seed],
    ['Took', cost && `${seconds(cost.totalMs / 1000)}, of it ${seconds(cost.computeMs / 1000)} computing`],
    ['Saved by the mask', saved > 0.001 ? `${percent(saved)} of the network’s pixels` : null],
    ['Worker', result?.worker],
    ['Sent', job.acceptedAt && clock(job.acceptedAt)],
    ['Deadline', job.deadline && clock(job.deadline)],
    ['Code', failure?.code],
  ].filter(([, value]) => value !== undefined && value !== null && value !== '');
  const known = JSON.stringify(facts);
  if (parts.known !== known) {
    parts.known = known;
    parts.facts.replaceChildren(...facts.map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', {}, String(value)))));
  }
  if (parts.captionOf) say(parts.caption, parts.captionOf(job));
}

async function stop(parts) {
  const sentence = await cancel(parts.id);
  parts.problem.hidden = sentence === null;
  say(parts.problem, sentence ?? '');
}

const isPressed = button => button.getAttribute('aria-pressed') === 'true';

function press({ currentTarget: button }, parts) {
  button.setAttribute('aria-pressed', !isPressed(button));
  draw(parts);
}

function maskAt(companion, job, { step, steps }) {
  return maskOf(api.resultOf(companion.id), Number(askedOf(job.id).lowerBound ?? LOWER_BOUND), step, steps);
}

/** Until the next picture is there, the one before stays. */
function loaded(url) {
  const image = new Image();
  image.src = url;
  return image.decode().catch(() => {});
}

/** Asks for the attention map of the same image, to lie over this job's picture. */
async function mapAttention(parts) {
  parts.map.disabled = true;
  try {
    const blob = await blobOf(parts.id);
    const file = new File([blob], `${titleOf(find(parts.id))}, attention`, { type: blob.type });
    const { attention } = askedOf(parts.id);
    const job = await submit(file, { operation: MAP, ...(attention && { attention }) });
    maps.set(parts.id, job.id);
    parts.map.hidden = true;
  } catch (problem) {
    parts.problem.hidden = false;
    say(parts.problem, problem.message);
  } finally {
    parts.map.disabled = false;
  }
}

/** The service names a result by its job; under the image's own name it is saved from here, unless it is very large. */
async function save(event) {
  const link = event.currentTarget;
  if (!(find(current).result?.size <= NAMED)) return;
  event.preventDefault();
  try {
    const url = URL.createObjectURL(await (await fetch(link.href)).blob());
    make('a', { href: url, download: link.download }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  } catch {
    location.href = link.href;
  }
}

function fileName(job) {
  const stem = titleOf(job).replace(/\.[^.]*$/, '');
  const kind = job.operation === MAP ? '-attention' : '-acuity';
  return `${stem}${kind}.${EXTENSIONS[job.result?.mediaType] ?? 'bin'}`;
}
