// The HTTP API as the page uses it; what goes wrong is one sentence.

import { FROM_PAGE, signIn } from './session.js';

export class Problem extends Error {
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

const UNREACHABLE = 'The service cannot be reached; check that it runs and that you are connected, then try again.';

function problemOf(status, text) {
  try {
    const { code, detail, title } = JSON.parse(text);
    return new Problem(status, code, detail ?? title);
  } catch {
    return new Problem(status, 'UNKNOWN', `The service answered with status ${status} and no explanation; try again.`);
  }
}

async function call(path, options, answered = () => {}) {
  let response;
  try {
    response = await fetch(path, { headers: FROM_PAGE, ...options });
  } catch {
    throw new Problem(0, 'UNREACHABLE', UNREACHABLE);
  }
  if (response.status === 401) return signIn().then(() => call(path, options, answered));
  const text = await response.text();
  if (!response.ok) throw problemOf(response.status, text);
  answered(response.status);
  return text ? JSON.parse(text) : null;
}

export const models = () => call('/v1/models').then(answer => answer.models);
export const checkpoints = () => call('/v1/checkpoints').then(answer => answer.checkpoints);
export const rollouts = () => call('/v1/rollouts').then(answer => answer.rollouts);
export const startRollout = (model, body) => decide(model, '', body);
export const promoteRollout = (model, body) => decide(model, '/promote', body);
export const rollBack = (model, body) => decide(model, '/rollback', body);
export const job = id => call(`/v1/upscales/${encodeURIComponent(id)}`);
export const cancel = id => call(`/v1/upscales/${encodeURIComponent(id)}`, { method: 'DELETE' });
export const resultOf = id => `/v1/upscales/${encodeURIComponent(id)}/result`;

/** Asks the tracker; the rollout as it stands then, or with `pending` when nobody has answered yet. */
async function decide(model, what, body) {
  let pending = false;
  const answer = await call(`/v1/rollouts/${encodeURIComponent(model)}${what}`, {
    method: 'POST', body: JSON.stringify(body), headers: { ...FROM_PAGE, 'content-type': 'application/json' },
  }, status => { pending = status === 202; });
  return { ...answer, pending };
}

export function jobs({ cursor, status }) {
  const query = new URLSearchParams({ limit: 50 });
  if (cursor) query.set('cursor', cursor);
  if (status) query.set('status', status);
  return call(`/v1/upscales?${query}`);
}

/** Sends an image; `sent` hears the share that left, 0 to 1. The same `key` again is the same job. */
export const upscale = (file, recipe, key, sent) =>
  post(`/v1/upscales?${new URLSearchParams(recipe)}`, file, file.type || 'application/octet-stream', { key, sent });

/** Sends a clip, likewise. */
export const sendClip = (file, options, key, sent) =>
  post(`/v1/videos?${new URLSearchParams({ fileName: file.name, ...options })}`, file,
    file.type.startsWith('video/') ? file.type : 'application/octet-stream', { key, sent }).then(asJob);

const video = id => `/v1/videos/${encodeURIComponent(id)}`;
export const clips = () => call('/v1/videos?limit=50').then(answer => answer.videos.map(asJob));
export const clip = id => call(video(id)).then(asJob);
export const cancelClip = id => call(video(id), { method: 'DELETE' }).then(asJob);

const STATES = { queued: 'accepted', running: 'started' };

/** A clip in the words of jobs, so that one list has both. */
const asJob = clip => ({
  ...clip, clip: true, operation: 'CLIP', name: clip.fileName ?? `Clip ${clip.id.slice(0, 8)}`, acceptedAt: clip.submittedAt,
  status: STATES[clip.status] ?? clip.status,
});

function post(path, file, type, { key, sent }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    for (const [name, value] of Object.entries(FROM_PAGE)) request.setRequestHeader(name, value);
    request.setRequestHeader('Content-Type', type);
    request.setRequestHeader('Idempotency-Key', key);
    request.upload.onprogress = event => event.lengthComputable && sent(event.loaded / event.total);
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText));
      else if (request.status === 401) signIn().then(() => post(path, file, type, { key, sent })).then(resolve, reject);
      else reject(problemOf(request.status, request.responseText));
    };
    request.onerror = () => reject(new Problem(0, 'UNREACHABLE', UNREACHABLE));
    request.send(file);
  });
}

export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}
