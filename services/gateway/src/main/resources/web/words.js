// Numbers and states in words.

const STATES = {
  uploading: 'Sending', unsent: 'Not sent', accepted: 'Waiting', started: 'Running',
  succeeded: 'Done', failed: 'Failed', cancelled: 'Cancelled', expired: 'Expired',
};

const OPERATIONS = {
  RESIDUAL_SHIFT: 'Enlarge', MASKED_DIFFUSION: 'Masked', DIFFUSION: 'Diffusion', EXTRACT_ATTENTION: 'Attention map',
};

export const stateWord = state => STATES[state] ?? state;
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
  const { tilesDone, tilesTotal } = job.progress ?? {};
  return tilesTotal > 0 ? Math.min(1, tilesDone / tilesTotal) : null;
}

/** How far the image of a preview had come. */
export const stageWords = ({ step, steps, tilesDone, tilesTotal }) => steps > 1 ? `step ${step} of ${steps}` : `${tilesDone} of ${tilesTotal} tiles`;

/** One line: where a job stands. */
export function standing(job) {
  switch (job.status) {
    case 'uploading': return job.sent ? `Sending, ${percent(job.sent)}` : 'Sending';
    case 'accepted': return job.queue?.position > 0 ? `Waiting, number ${job.queue.position} in the queue` : 'Waiting for a worker';
    case 'started': return running(job);
    case 'succeeded': return done(job);
    case 'failed': return job.failure?.message ?? 'Failed without a reason';
    case 'unsent': return job.problem;
    default: return stateWord(job.status);
  }
}

function running(job) {
  const { tilesDone = 0, tilesTotal = 0 } = job.progress ?? {};
  const parts = [tilesTotal > 0 ? `${tilesDone} of ${tilesTotal} tile steps` : 'Running'];
  const left = job.estimatedSecondsLeft;
  if (left !== undefined && left !== null) parts.push(left < 1 ? 'nearly done' : `about ${seconds(left)} left`);
  return parts.join(' · ');
}

function done(job) {
  const { width, height, size, cost } = job.result ?? {};
  return [width ? `${width} × ${height}` : null, size ? bytes(size) : null, cost ? seconds(cost.totalMs / 1000) : null]
    .filter(Boolean).join(' · ') || 'Done';
}
