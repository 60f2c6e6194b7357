// Choose images and a recipe, and send them.

import * as api from './api.js';
import * as clips from './clips.js';
import { announce, byId, icon, make, say } from './elements.js';
import { FILM, forget, tell } from './jobs.js';
import { keep } from './originals.js';
import { bytes, operationWord, timesWord } from './words.js';

const HINTS = {
  RESIDUAL_SHIFT: 'Refines the whole image by residual-shift diffusion.',
  MASKED_DIFFUSION: 'More steps where attention is high; the rest costs little.',
  EXTRACT_ATTENTION: 'Where an image deserves refinement: a grey map, and in colours over the picture.',
  DIFFUSION: 'Begins from noise, as SR3 does, and takes many steps.',
};
const CROSS = 'M6 6l12 12M18 6L6 18';

const form = byId('composer');
const chosen = new Map();
let offered = [];
let sent = 0;
let sending = false;
let picked = false;

const operation = () => form.elements.operation.value;

/** Wires the form; `open(id)` is called with the first job of a batch. */
export function begin(open) {
  byId('files').addEventListener('change', event => {
    choose(event.target.files);
    event.target.value = '';
  });
  byId('model').addEventListener('change', () => { picked = true; });
  form.addEventListener('change', fit);
  form.elements.quality.addEventListener('input', fit);
  form.addEventListener('submit', event => {
    event.preventDefault();
    send(open);
  });
  acceptDrops(byId('drop'));
  document.addEventListener('paste', event => choose(event.clipboardData?.files ?? []));
  fit();
  api.models().then(offer, () => {});
}

/** Offers what the service has. */
function offer(models) {
  offered = models;
  if (models.some(model => model.operations?.includes('DIFFUSION')) && !form.querySelector('[value=DIFFUSION]')) {
    byId('operations').append(make('label', {},
      make('input', { type: 'radio', name: 'operation', value: 'DIFFUSION' }), make('span', {}, operationWord('DIFFUSION'))));
  }
  form.querySelectorAll('[name=operation]').forEach(radio => {
    radio.disabled = radio.value !== 'EXTRACT_ATTENTION' && models.length > 0 && able(radio.value).length === 0;
  });
  if (form.querySelector('[name=operation]:checked').disabled) form.querySelector('[name=operation]:enabled').checked = true;
  fit();
}

/** The models that can do it, those made for it first. */
function able(wanted) {
  const rank = model => model.operations?.indexOf(wanted) ?? 0;
  return offered.filter(model => rank(model) >= 0).sort((a, b) => rank(a) - rank(b));
}

/** Shows the controls that belong to the operation. */
function fit() {
  const wanted = operation();
  for (const part of form.querySelectorAll('[data-for]')) {
    const list = part.dataset.for.split(' ');
    part.hidden = !list.includes(wanted) && !(wanted === 'DIFFUSION' && list.includes('RESIDUAL_SHIFT'));
  }
  say(byId('operation-hint'), HINTS[wanted]);
  fitModels(able(wanted));
  byId('quality-field').hidden = wanted === 'EXTRACT_ATTENTION' || form.elements.format.value !== 'jpeg';
  say(byId('quality-value'), form.elements.quality.value);
  drawSubmit();
}

function fitModels(models) {
  const select = byId('model');
  const before = select.value;
  if (models.length > 0) {
    select.replaceChildren(...models.map(model => make('option', { value: model.name }, [model.name, timesWord(model)].filter(Boolean).join(' · '))));
  }
  if (picked && [...select.options].some(option => option.value === before)) select.value = before;
  fitSteps();
  fitScale();
}

/** As many steps as the model was trained for; the service refuses more. */
function fitSteps() {
  const { steps } = form.elements;
  const most = offered.find(model => model.name === byId('model').value)?.maxSteps;
  steps.max = most ?? 10000;
  steps.disabled = most === 1;
  steps.placeholder = most === 1 ? '1, the only one' : most ? `${most}` : 'the model’s';
}

/** Maps are a whole number of times larger, and models of any scale take any number. */
function fitScale() {
  const { scale } = form.elements;
  const map = operation() === 'EXTRACT_ATTENTION';
  const any = offered.find(model => model.continuous && model.name === byId('model').value);
  scale.closest('label').hidden = !map && !any;
  scale.max = map || !any ? 8 : any.scale;
  scale.step = map ? 1 : 'any';
  scale.placeholder = map || !any ? 4 : any.scale;
}

function acceptDrops(zone) {
  let depth = 0;
  const over = more => {
    depth = Math.max(0, depth + more);
    zone.classList.toggle('over', depth > 0);
  };
  const carriesFiles = event => event.dataTransfer?.types.includes('Files');
  addEventListener('dragenter', event => carriesFiles(event) && over(1));
  addEventListener('dragleave', event => carriesFiles(event) && over(-1));
  // Beside the zone as well: a browser would otherwise leave the page for the picture.
  addEventListener('dragover', event => carriesFiles(event) && event.preventDefault());
  addEventListener('drop', event => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    over(-depth);
    choose(event.dataTransfer.files);
  });
}

function choose(files) {
  if (files.length === 0) return;
  for (const file of files) add(file);
  location.hash = location.hash.startsWith('#/models') ? '#/' : location.hash;
  announce(`${counted()} chosen.`);
  byId('submit').focus({ preventScroll: true });
}

function add(file) {
  const url = URL.createObjectURL(file);
  const problem = make('p', { class: 'problem', hidden: true });
  const item = make('li', {},
    clips.isClip(file) ? make('span', { class: 'thumb', 'aria-hidden': 'true' }, icon(FILM))
      : make('img', { class: 'thumb', src: url, alt: '', onerror: event => event.target.classList.add('blank') }),
    make('span', { class: 'name' }, file.name), make('span', { class: 'kind' }, bytes(file.size)),
    make('button', { class: 'round', type: 'button', 'aria-label': `Leave out ${file.name}`, onclick: () => leaveOut(file) }, icon(CROSS)),
    problem);
  chosen.set(file, { item, problem, url, key: api.newKey() });
  byId('tray').append(item);
  drawSubmit();
}

function leaveOut(file) {
  remove(file);
  byId(chosen.size ? 'submit' : 'files').focus({ preventScroll: true });
}

function remove(file) {
  const entry = chosen.get(file);
  URL.revokeObjectURL(entry.url);
  entry.item.remove();
  chosen.delete(file);
  drawSubmit();
}

function drawSubmit() {
  const verb = operation() === 'EXTRACT_ATTENTION' ? 'Map' : 'Enlarge';
  const count = chosen.size;
  byId('submit').disabled = count === 0 || sending;
  byId('clip-options').hidden = ![...chosen.keys()].some(clips.isClip);
  say(byId('submit'), count === 0 ? 'Choose an image first' : `${verb} ${count === 1 ? `the ${noun()}` : counted()}`);
}

/** What the chosen files are called together. */
function noun() {
  const films = [...chosen.keys()].filter(clips.isClip).length;
  return films === 0 ? 'image' : films === chosen.size ? 'clip' : 'file';
}

const counted = () => `${chosen.size} ${noun()}${chosen.size === 1 ? '' : 's'}`;

/** What the visible controls say; what is left blank is the model's own. */
function recipe() {
  const asked = {};
  for (const [name, value] of new FormData(form)) {
    const control = form.querySelector(`[name=${name}]`);
    const hidden = control.closest('[hidden]') !== null;
    if (!hidden && typeof value === 'string' && value.trim() !== '') asked[name] = value.trim();
  }
  return asked;
}

async function send(open) {
  if (sending || chosen.size === 0) return;
  const { steps } = form.elements;
  if (!steps.disabled && !steps.closest('[hidden]') && !steps.checkValidity()) {
    steps.closest('details').open = true;
    steps.focus();
    showProblem(`This model refines in 1 to ${steps.max} steps; choose a whole number in between, or leave it to the model.`);
    return;
  }
  const asked = recipe();
  showProblem(null);
  sending = true;
  drawSubmit();
  let opened = false;
  for (const file of [...chosen.keys()]) {
    const id = await sendOne(file, asked);
    if (id && !opened) open(id, clips.isClip(file) ? 'clip' : 'job');
    opened ||= id !== null;
  }
  sending = false;
  drawSubmit();
  // The button that was pressed has nothing to send any more; what it began is on the stage.
  if (opened) byId('stage').focus({ preventScroll: true });
}

async function sendOne(file, asked) {
  const entry = chosen.get(file);
  try {
    const job = await (clips.isClip(file) ? clips.submit(file, asked, entry.key) : submit(file, ofImages(asked), entry.key));
    if (chosen.has(file)) remove(file);
    return job.id;
  } catch (problem) {
    // Another recipe would be refused under the same key.
    if (problem.status > 0 && problem.status < 500) entry.key = api.newKey();
    entry.problem.hidden = false;
    say(entry.problem, problem.message);
    showProblem(`${file.name} was not sent. ${problem.message}`);
    return null;
  }
}

/** Without what is asked of clips alone. */
function ofImages(asked) {
  return Object.fromEntries(Object.entries(asked).filter(([name]) => !clips.OWN.includes(name)));
}

const withPreviews = asked => asked.operation === 'EXTRACT_ATTENTION' ? asked : { ...asked, previews: true };

/** Sends one image; it is in the list from the first byte on. */
export async function submit(file, asked, key = api.newKey()) {
  const local = { id: `sending-${++sent}`, local: true, name: file.name, status: 'uploading', operation: asked.operation,
    acceptedAt: new Date().toISOString() };
  tell(local);
  try {
    const job = await api.upscale(file, withPreviews(asked), key, share => tell({ ...local, sent: share }));
    await keep(job.id, file, asked);
    tell({ operation: asked.operation, ...job });
    return job;
  } finally {
    forget(local.id);
  }
}

function showProblem(sentence) {
  byId('composer-problem').hidden = sentence === null;
  say(byId('composer-problem'), sentence ?? '');
}
