// Clips: sent here, and asked for while they are under way, since the stream of events tells of images alone.

import * as api from './api.js';
import { clipsRunning, forget, tell } from './jobs.js';

const POLL_MS = 1000;
const IDLE_TURNS = 15;
const ENDING = /\.(mp4|m4v|mov|mkv|webm|avi|ts|m2ts)$/i;
/** What is asked of clips and not of images. */
export const OWN = ['limitFrames', 'container', 'sideBySide'];
/** What both are asked; the rest of a form is the images'. */
const SHARED = ['model', 'steps', 'seed'];

let sent = 0;
let turn = 0;

export const isClip = file => file.type.startsWith('video/') || ENDING.test(file.name);

/** Loads the newest clips, and goes on asking. */
export function begin() {
  load();
  setInterval(() => {
    turn++;
    if (!document.hidden && (clipsRunning() || turn % IDLE_TURNS === 0)) load();
  }, POLL_MS);
}

/** A service that is away is told of by the stream of events. */
const load = () => api.clips().then(clips => clips.forEach(tell), () => {});

/** Sends a clip; it is in the list from the first byte on. */
export async function submit(file, asked, key) {
  const local = { id: `sending-clip-${++sent}`, local: true, clip: true, operation: 'CLIP', name: file.name, status: 'uploading',
    acceptedAt: new Date().toISOString() };
  tell(local);
  try {
    const job = await api.sendClip(file, options(asked), key, share => tell({ ...local, sent: share }));
    tell(job);
    return job;
  } finally {
    forget(local.id);
  }
}

/** A model is chosen for what is done with images; frames of clips are only ever enlarged. */
function options(asked) {
  const names = asked.operation === 'RESIDUAL_SHIFT' ? [...OWN, ...SHARED] : [...OWN, 'seed'];
  return { ...Object.fromEntries(Object.entries(asked).filter(([name]) => names.includes(name))), contactSheet: true };
}
