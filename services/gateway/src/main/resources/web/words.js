// Numbers and states in words.

const STATES = {
  uploading: 'Sending', unsent: 'Not sent', accepted: 'Waiting', started: 'Running',
  succeeded: 'Done', failed: 'Failed', cancelled: 'Cancelled', expired: 'Expired',
};

const OPERATIONS = {
  RESIDUAL_SHIFT: 'Enlarge', MASKED_DIFFUSION: 'Masked', DIFFUSION: 'Diffusion', EXTRACT_ATTENTION: 'Attention map', CLIP: 'Clip',
};

export const stateWord = state => STATES[state] ?? state;
/** How many times larger a model makes an image; nothing where only the workers know. */
export const timesWord = model => model.scale && (model.continuous ? `up to ×${model.scale}` : `×${model.scale}`);
export const operationWord = operation => OPERATIONS[operation] ?? operation;
export const isRunning = job => ['uploading', 'accepted', 'started'].includes(job.status);
export const isOver = job => ['succeeded', 'failed', 'cancelled', 'expired'].includes(job.status);

export function bytes(count) {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  let unit = 0;
  while (count >= 1000 && unit < units.length - 1) { count /= 1000; unit++; }
  return `${unit === 0 || count >= 100 ? Math.round(count) : count.toFixed(1)} ${units[unit]}`;
}

export function seconds(count) {
  if (count < 1) return 'under a second';
  if (count < 90) return `${Math.round(count)} s`;
  if (count < 5400) return `${Math.round(count / 60)} min`;
  return `${(count / 3600).toFixed(1)} h`;
}

export const percent = share => `${Math.round(share * 1000) / 10} %`;

export const clock = instant => new Date(instant).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });

/** How much of a job is done, 0 to 1; null while nobody knows. */
export function fraction(job) {
  if (job.status === 'uploading') return job.sent ?? null;
  if (job.status === 'succeeded') return 1;
  if (job.clip) return clipFraction(job);
  const { tilesDone, tilesTotal } = job.progress ?? {};
  return tilesTotal > 0 ? Math.min(1, tilesDone / tilesTotal) : null;
}

function clipFraction({ progress: { framesDone = 0, framesExpected = 0 } = {} }) {
  return framesExpected > 0 ? Math.min(1, framesDone / framesExpected) : null;
}

/** The share of tiles that kept an earlier result, in words; null before there are any. */
export const skipped = ({ progress: { tiles = 0, tilesReused = 0 } = {} }) => tiles > 0 ? percent(tilesReused / tiles) : null;

/** How far the image of a preview had come. */
export const stageWords = ({ step, steps, tilesDone, tilesTotal }) => steps > 1 ? `step ${step} of ${steps}` : `${tilesDone} of ${tilesTotal} tiles`;

/** One line: where a job stands. */
export function standing(job) {
  switch (job.status) {
    case 'uploading': return job.sent ? `Sending, ${percent(job.sent)}` : 'Sending';
    case 'accepted': return job.clip ? 'Waiting for an assembler' : job.queue?.position > 0 ? `Waiting, number ${job.queue.position} in the queue` : 'Waiting for a worker';
    case 'started': return job.clip ? clipRunning(job) : running(job);
    case 'succeeded': return job.clip ? clipDone(job) : done(job);
    case 'failed': return job.failure?.message ?? 'Failed without a reason';
    case 'unsent': return job.problem;
    default: return stateWord(job.status);
  }
}

function running(job) {
  const { tilesDone = 0, tilesTotal = 0 } = job.progress ?? {};
  const parts = [tilesTotal > 0 ? `${tilesDone} of ${tilesTotal} tile steps` : 'Running'];
  return [...parts, left(job)].filter(Boolean).join(' · ');
}

function left({ estimatedSecondsLeft: count }) {
  return count === undefined || count === null ? null : count < 1 ? 'nearly done' : `about ${seconds(count)} left`;
}

function clipRunning(job) {
  const { framesDone = 0, framesExpected, framesPerSecond } = job.progress ?? {};
  return [
    framesExpected ? `${framesDone} of ${framesExpected} frames` : `${framesDone} frames`,
    framesPerSecond ? `${framesPerSecond < 10 ? framesPerSecond.toFixed(1) : Math.round(framesPerSecond)} frames/s` : null,
    skipped(job) ? `${skipped(job)} of the tiles skipped` : null,
    left(job),
  ].filter(Boolean).join(' · ');
}

function clipDone({ result: { width, height, framesOut, size } = {} }) {
  return [width ? `${width} × ${height}` : null, framesOut ? `${framesOut} frames` : null, size ? bytes(size) : null]
    .filter(Boolean).join(' · ') || 'Done';
}

function done(job) {
  const { width, height, size, cost } = job.result ?? {};
  return [width ? `${width} × ${height}` : null, size ? bytes(size) : null, cost ? seconds(cost.totalMs / 1000) : null]
    .filter(Boolean).join(' · ') || 'Done';
}
