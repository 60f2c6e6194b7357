// Which checkpoints serve each model, what is on trial, and how the checkpoints did on validation images.

import * as api from './api.js';
import { decisions } from './decide.js';
import { announce, byId, make } from './elements.js';
import { bytes, clock, operationWord, percent, timesWord } from './words.js';

const REFRESH_MS = 5000;
const CHART = '/page/chart-4.5.1.js';
const ROWS = 50;
const AS_STARTED = 'what each worker was started with';
const DECISIONS = { STARTED: 'Trial started', PROMOTED: 'Promoted', ROLLED_BACK: 'Rolled back', REFUSED: 'Refused' };
const UNITS = { psnrY: 'PSNR-Y, dB', ssimY: 'SSIM-Y', loss: 'loss' };

const view = byId('models-view');
const charts = [];
const metricOf = new Map();
const told = new Map();
let timer = null;
let seen = null;
let library = null;

/** Shows the view, or leaves it. */
export function show(visible) {
  clearInterval(timer);
  if (!visible) return;
  refresh();
  timer = setInterval(() => document.hidden || refresh(), REFRESH_MS);
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  seen = null;
  if (!view.hidden) refresh();
});

async function refresh() {
  try {
    const [models, checkpoints, rollouts] = await Promise.all([api.models().catch(() => []), api.checkpoints(), api.rollouts()]);
    const news = JSON.stringify([models, checkpoints, rollouts]);
    if (news === seen) return;
    seen = news;
    draw(models, checkpoints, rollouts);
  } catch (problem) {
    seen = null;
    view.replaceChildren(make('h1', {}, 'Models'), make('p', { class: 'problem', role: 'alert' }, problem.message));
  }
}

function draw(models, checkpoints, rollouts) {
  charts.splice(0).forEach(chart => chart.destroy());
  const focused = view.contains(document.activeElement) ? document.activeElement.id : '';
  const names = [...new Set([...models, ...rollouts.map(rollout => ({ name: rollout.model })),
    ...checkpoints.map(checkpoint => ({ name: checkpoint.model }))].map(model => model.name))];
  view.replaceChildren(make('h1', {}, 'Models'), ...names.map(name => card({
    name,
    offered: models.find(model => model.name === name),
    rollout: rollouts.find(rollout => rollout.model === name),
    checkpoints: checkpoints.filter(checkpoint => checkpoint.model === name),
  })));
  if (names.length === 0) view.append(make('p', { class: 'hint' }, 'No models are known here yet.'));
  if (focused) byId(focused)?.focus({ preventScroll: true });
}

function card({ name, offered, rollout, checkpoints }) {
  const about = offered ? [timesWord(offered), ...(offered.operations ?? []).map(operationWord)].filter(Boolean).join(' · ') : '';
  return make('section', { class: 'card model', 'aria-label': name },
    make('div', { class: 'line' }, make('h2', {}, name), make('span', { class: 'kind' }, about)),
    told.has(name) ? make('p', { class: 'told' }, told.get(name)) : null,
    decisions({ name, checkpoints, rollout }, sentence => decided(name, sentence)),
    rollout ? rolloutPart(rollout) : make('p', { class: 'hint' }, 'Nothing was rolled out; each worker serves what it was started with.'),
    checkpoints.length ? checkpointPart(name, checkpoints, rollout) : make('p', { class: 'hint' }, 'No checkpoint was published.'));
}

/** The service has answered; the view shows what has become of it at once. */
function decided(name, sentence) {
  told.set(name, sentence);
  announce(sentence);
  seen = null;
  return refresh();
}

function rolloutPart(rollout) {
  const onTrial = rollout.candidate !== undefined;
  const facts = [
    ['Serves', id(rollout.stable)],
    ['On trial', onTrial ? id(rollout.candidate) : 'nothing'],
    ['Last decision', `${DECISIONS[rollout.decision] ?? rollout.decision}${rollout.at ? `, ${clock(rollout.at)}` : ''}`],
    ['Reason', rollout.reason],
    ['Verdict', rollout.verdict],
  ].filter(([, value]) => value);
  return make('div', { class: 'rollout' },
    onTrial ? shareBar(rollout.share) : null,
    make('dl', { class: 'facts' }, facts.map(([term, value]) => make('div', { class: term === 'Verdict' || term === 'Reason' ? 'long' : '' }, make('dt', {}, term), make('dd', {}, value)))),
    onTrial ? evidence(rollout) : null, workers(rollout.workers ?? []));
}

const id = name => name ? make('code', {}, name) : AS_STARTED;

function shareBar(share) {
  const bar = make('div', { class: 'share', role: 'img',
    'aria-label': `The candidate serves ${percent(share)} of the jobs, the stable checkpoint ${percent(1 - share)}.` },
  make('span', { class: 'stable' }, percent(1 - share)), make('span', { class: 'candidate' }, percent(share)));
  bar.style.setProperty('--share', share);
  return bar;
}

function evidence(rollout) {
  const row = (side, seenOf) => make('tr', {}, make('th', { scope: 'row' }, side), make('td', {}, String(seenOf?.jobs ?? 0)),
    make('td', {}, String(seenOf?.failures ?? 0)),
    make('td', {}, seenOf?.medianComputeMsPerMegapixel === undefined ? '–' : `${Math.round(seenOf.medianComputeMsPerMegapixel)} ms`));
  return table(`What was seen of both sides of ${rollout.model}`, ['Side', 'Jobs', 'Failures', 'Per megapixel'],
    [row('Stable', rollout.stableEvidence), row('Candidate', rollout.candidateEvidence)]);
}

function workers(list) {
  if (list.length === 0) return null;
  const words = worker => worker.state === 'REFUSED' ? `refused: ${worker.failure?.message ?? 'no reason given'}` : worker.state.toLowerCase();
  return make('ul', { class: 'workers', 'aria-label': 'Workers' }, list.map(worker => make('li', { 'data-state': worker.state },
    make('code', {}, worker.worker), ` ${words(worker)}`)));
}

function table(caption, heads, rows) {
  return make('div', { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': caption },
    make('table', {}, make('caption', { class: 'aside' }, caption),
      make('thead', {}, make('tr', {}, heads.map(head => make('th', { scope: 'col' }, head)))), make('tbody', {}, rows)));
}

function checkpointPart(model, checkpoints, rollout) {
  const metrics = [...new Set(checkpoints.flatMap(checkpoint => Object.keys(checkpoint.metrics)))].sort();
  const role = checkpoint => checkpoint.id === rollout?.stable ? 'stable' : checkpoint.id === rollout?.candidate ? 'candidate' : '';
  const rows = checkpoints.slice(-ROWS).reverse().map(checkpoint => make('tr', {},
    make('th', { scope: 'row' }, make('code', {}, checkpoint.id), role(checkpoint) ? make('span', { class: 'state' }, role(checkpoint)) : null),
    make('td', {}, String(checkpoint.step ?? '–')),
    metrics.map(metric => make('td', {}, figure(checkpoint.metrics[metric]))),
    make('td', {}, checkpoint.size ? bytes(checkpoint.size) : '–'), make('td', {}, clock(checkpoint.createdAt))));
  const list = table(`Checkpoints of ${model}, newest first`, ['Checkpoint', 'Step', ...metrics.map(name => UNITS[name] ?? name), 'Size', 'Published'], rows);
  if (metrics.length === 0) return list;
  return make('div', {}, curve(model, metrics, checkpoints, role), list);
}

const figure = value => value === undefined ? '–' : String(Math.round(value * 1e4) / 1e4);

function curve(model, metrics, checkpoints, role) {
  const chosen = metrics.includes(metricOf.get(model)) ? metricOf.get(model) : metrics.includes('psnrY') ? 'psnrY' : metrics[0];
  const canvas = make('canvas', { role: 'img' });
  const select = make('select', { id: `metric-${model}`, onchange: event => {
    metricOf.set(model, event.target.value);
    plot(canvas, event.target.value, checkpoints, role);
  } }, metrics.map(metric => make('option', { value: metric, selected: metric === chosen }, UNITS[metric] ?? metric)));
  plot(canvas, chosen, checkpoints, role);
  return make('figure', { class: 'curve' }, make('label', { class: 'filter' }, 'Curve of ', select), make('div', { class: 'plot' }, canvas));
}

/** Draws one metric over the steps, one line for each training run; stable and candidate stand out. */
async function plot(canvas, metric, checkpoints, role) {
  const Chart = await chartLibrary();
  if (!Chart || !canvas.isConnected) return;
  Chart.getChart(canvas)?.destroy();
  const measured = checkpoints.filter(checkpoint => checkpoint.metrics[metric] !== undefined);
  canvas.setAttribute('aria-label', `${UNITS[metric] ?? metric} of ${measured.length} checkpoints over training steps; the table below has the figures.`);
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(name).trim();
  const runs = [...new Set(measured.map(checkpoint => checkpoint.runId ?? 'published'))];
  const datasets = runs.map((run, index) => {
    const points = measured.filter(checkpoint => (checkpoint.runId ?? 'published') === run).sort((a, b) => (a.step ?? 0) - (b.step ?? 0));
    const line = colour(`--line-${index % 4}`);
    return {
      label: run, borderColor: line, backgroundColor: line, borderWidth: 2, tension: 0,
      data: points.map(point => ({ x: point.step ?? 0, y: point.metrics[metric], id: point.id, role: role(point) })),
      pointRadius: points.map(point => role(point) ? 7 : 3),
      pointStyle: points.map(point => role(point) === 'candidate' ? 'triangle' : role(point) === 'stable' ? 'rectRot' : 'circle'),
    };
  });
  const scale = title => ({ type: 'linear', title: { display: true, text: title, color: colour('--soft') },
    ticks: { color: colour('--soft') }, grid: { color: colour('--edge') }, border: { color: colour('--edge') } });
  charts.push(new Chart(canvas, {
    type: 'line',
    data: { datasets },
    options: {
      animation: false, responsive: true, maintainAspectRatio: false, interaction: { mode: 'nearest', intersect: false },
      scales: { x: scale('step'), y: scale(UNITS[metric] ?? metric) },
      plugins: {
        legend: { display: runs.length > 1, labels: { color: colour('--ink') } },
        tooltip: { callbacks: {
          title: ([item]) => item.raw.id,
          label: ({ raw }) => `${figure(raw.y)} at step ${raw.x}${raw.role ? `, ${raw.role}` : ''}`,
        } },
      },
    },
  }));
}

/** Half of the page's weight; fetched when the first curve is drawn. */
function chartLibrary() {
  library ??= new Promise(resolve => {
    document.head.append(make('script', { src: CHART, onload: () => resolve(globalThis.Chart), onerror: () => resolve(null) }));
  });
  return library;
}
