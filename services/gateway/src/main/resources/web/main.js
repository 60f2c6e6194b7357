// Puts the page together: which view is shown, and who hears of news.

import * as clipStage from './clip-stage.js';
import * as clips from './clips.js';
import * as composer from './composer.js';
import { byId, say } from './elements.js';
import { follow } from './feed.js';
import * as jobs from './jobs.js';
import * as session from './session.js';
import * as stage from './stage.js';

const LINK = { live: 'Live', asking: 'Connected', lost: 'No connection' };
let models = null;

async function route() {
  const [, view = '', id = null] = location.hash.split('/');
  const onModels = view === 'models';
  byId('images-view').hidden = onModels;
  byId('models-view').hidden = !onModels;
  for (const link of document.querySelectorAll('nav [data-view]')) {
    if ((link.dataset.view === 'models') === onModels) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.title = onModels ? 'Models – Acuity' : 'Acuity';
  if (onModels) models ??= await import('./models.js');
  models?.show(onModels);
  if (onModels) return;
  const job = ['job', 'clip'].includes(view) && id ? decodeURIComponent(id) : null;
  jobs.select(job);
  clipStage.leave();
  await stage.show(view === 'clip' ? null : job);
  if (view === 'clip' && job) await clipStage.show(job);
}

function openJob(id, kind = 'job') {
  if (matchMedia('(max-width: 62rem)').matches) byId('stage').scrollIntoView({ block: 'start' });
  location.hash = `#/${kind}/${encodeURIComponent(id)}`;
}

session.begin();
jobs.begin();
composer.begin(openJob);
jobs.watch(stage.update);
jobs.watch(clipStage.update);
clips.begin();
byId('jobs').addEventListener('click', event => {
  if (event.target.closest('a.open') && matchMedia('(max-width: 62rem)').matches) byId('stage').scrollIntoView({ block: 'start' });
});
addEventListener('hashchange', route);
route();
jobs.load();
follow({
  news: jobs.tell,
  running: jobs.running,
  opened: () => jobs.load(),
  state: how => {
    byId('link-state').dataset.state = how;
    say(byId('link-words'), LINK[how]);
  },
});
