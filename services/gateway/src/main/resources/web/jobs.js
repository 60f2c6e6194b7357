// What the page knows about jobs, and their list.

import * as api from './api.js';
import { announce, byId, icon, make, say } from './elements.js';
import { nameOf, originalOf } from './originals.js';
import { fraction, isOver, isRunning, operationWord, standing, stateWord } from './words.js';

const MOST = 500;
const QUEUE_MS = 3000;
const CROSS = 'M6 6l12 12M18 6L6 18';
export const FILM = 'M4 5h16v14H4zM8 5v14M16 5v14M4 9.7h4M4 14.3h4M16 9.7h4M16 14.3h4';

const jobs = new Map();
const rows = new Map();
const watchers = [];
let shown = '';
let selected = null;
let cursor = null;

export const find = id => jobs.get(id);
export const running = () => [...jobs.values()].filter(job => isRunning(job) && !job.local && !job.clip).map(job => job.id);
/** Whether clips are under way, whose news nobody tells. */
export const clipsRunning = () => [...jobs.values()].some(job => job.clip && isRunning(job) && !job.local);
export const titleOf = job => job.name ?? nameOf(job.id) ?? `Job ${job.id.slice(0, 8)}`;

/** Calls back with each job that changed. */
export const watch = watcher => watchers.push(watcher);

/** Takes news of a job; what is older than what is known is left out. */
export function tell(job) {
  const known = jobs.get(job.id);
  if (known && (isOver(known) && !isOver(job) || (job.updatedAt ?? '') < (known.updatedAt ?? ''))) return;
  // Lists leave previews out.
  if (known?.previews && !job.previews) job = { ...job, previews: known.previews };
  jobs.set(job.id, job);
  if (known?.status !== job.status) announceChange(job, known);
  draw(job);
  watchers.forEach(watcher => watcher(job));
}

/** Forgets a job that exists only here. */
export function forget(id) {
  jobs.delete(id);
  rows.get(id)?.item.remove();
  rows.delete(id);
  drawEmptiness();
}

export function select(id) {
  selected = id;
  rows.forEach((row, key) => mark(row, key));
}

/** Loads the newest jobs, or those after the last shown. */
export async function load(older = false) {
  const query = { status: ['succeeded', 'failed'].includes(shown) ? shown : undefined };
  if (older) query.cursor = cursor;
  try {
    const page = await api.jobs(query);
    cursor = page.next ?? null;
    page.jobs.forEach(tell);
    say(byId('no-jobs'), 'No jobs yet.');
    byId('older').hidden = cursor === null || jobs.size >= MOST;
  } catch (problem) {
    say(byId('no-jobs'), problem.message);
  }
  drawEmptiness();
}

/** Asks for the end of a job; a problem is told in words. */
export async function cancel(id) {
  try {
    tell(await (jobs.get(id).clip ? api.cancelClip(id) : api.cancel(id)));
    announce(`Asked to cancel ${titleOf(jobs.get(id))}.`);
  } catch (problem) {
    announce(problem.message);
    return problem.message;
  }
  return null;
}

export function begin() {
  byId('older').addEventListener('click', () => load(true));
  byId('job-filter').addEventListener('change', event => {
    shown = event.target.value;
    cursor = null;
    rows.forEach((row, id) => { row.item.hidden = !matches(jobs.get(id)); });
    load();
  });
  setInterval(askForQueue, QUEUE_MS);
}

/** A job's place in the queue changes with the jobs before it, which is no news of the job itself. */
function askForQueue() {
  if (!document.hidden && [...jobs.values()].some(job => job.status === 'accepted' && !job.clip)) {
    api.jobs({ status: 'accepted' }).then(page => page.jobs.forEach(tell), () => {});
  }
}

function announceChange(job, known) {
  if (!known || nameOf(job.id) === undefined && !job.clip) return;
  const words = job.status === 'failed' ? `failed. ${standing(job)}` : `is ${stateWord(job.status).toLowerCase()}.`;
  if (job.status !== 'accepted') announce(`${titleOf(job)} ${words}`);
}

const matches = job => shown === '' || (shown === 'running' ? isRunning(job) : job.status === shown);

function draw(job) {
  const row = rows.get(job.id) ?? add(job);
  row.item.dataset.status = job.status;
  row.item.hidden = !matches(job);
  say(row.name, titleOf(job));
  say(row.state, stateWord(job.status));
  say(row.kind, job.operation ? operationWord(job.operation) : '');
  say(row.standing, standing(job));
  const share = fraction(job);
  row.bar.hidden = !isRunning(job);
  if (share === null) row.bar.removeAttribute('value');
  else row.bar.value = share;
  row.cancel.hidden = !isRunning(job) || Boolean(job.local);
  drawEmptiness();
}

function add(job) {
  const title = titleOf(job);
  const row = {
    thumb: make('span', { class: 'thumb', 'aria-hidden': 'true' }),
    name: make('span', { class: 'name' }),
    state: make('span', { class: 'state' }),
    kind: make('span', { class: 'kind' }),
    standing: make('p', { class: 'standing' }),
    bar: make('progress', { max: 1, 'aria-label': `Progress of ${title}` }),
    cancel: make('button', {
      class: 'round', type: 'button', 'aria-label': `Cancel ${title}`, title: 'Cancel', onclick: () => cancel(job.id),
    }, icon(CROSS)),
  };
  const target = job.local ? make('span', { class: 'open' }) : make('a', { class: 'open', href: `#/${job.clip ? 'clip' : 'job'}/${job.id}` });
  target.append(row.thumb, make('span', { class: 'words' }, row.name, make('span', { class: 'tags' }, row.state, row.kind)));
  row.target = target;
  row.item = make('li', { class: 'job' }, target, row.cancel, row.bar, row.standing);
  row.acceptedAt = job.acceptedAt ?? new Date().toISOString();
  rows.set(job.id, row);
  place(row);
  mark(row, job.id);
  if (job.clip) row.thumb.append(icon(FILM));
  else originalOf(job.id).then(url => url && row.thumb.append(make('img', { src: url, alt: '', onerror: gone })));
  return row;
}

const gone = event => event.target.remove();

function place(row) {
  const list = byId('jobs');
  const after = [...rows.values()].filter(other => other !== row && other.item.isConnected && other.acceptedAt <= row.acceptedAt);
  const next = after.reduce((best, other) => !best || other.acceptedAt > best.acceptedAt ? other : best, null);
  list.insertBefore(row.item, next?.item ?? null);
}

function mark(row, id) {
  if (id === selected) row.target.setAttribute('aria-current', 'true');
  else row.target.removeAttribute('aria-current');
}

function drawEmptiness() {
  byId('no-jobs').hidden = [...rows.values()].some(row => !row.item.hidden);
}
