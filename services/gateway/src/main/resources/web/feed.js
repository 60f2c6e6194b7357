// News of jobs: one stream of server-sent events for the whole page, since a browser opens only six connections to a host.
// Where the stream is refused, by a proxy for example, running jobs are asked for one by one until it opens.

import { job as ask } from './api.js';

const POLL_MS = 1000;
const REOPEN_MS = 15000;

/**
 * Follows all jobs. `news(job)` hears of each change, `state('live' | 'asking' | 'lost')` how they come, `opened()` is called
 * when the stream opens, after which events may have been missed; `running()` names the jobs to ask for otherwise.
 */
export function follow({ news, state, opened, running }) {
  let asking = null;
  let stream = null;

  function open() {
    stream?.close();
    stream = new EventSource('/v1/events');
    stream.addEventListener('job', event => news(JSON.parse(event.data)));
    stream.onopen = () => {
      clearInterval(asking);
      asking = null;
      state('live');
      opened();
    };
    stream.onerror = () => {
      asking ??= setInterval(askAll, POLL_MS);
      // The browser opens a broken stream again by itself, a refused one never.
      if (stream.readyState === EventSource.CLOSED) {
        setTimeout(open, REOPEN_MS);
      }
      askAll();
    };
  }

  async function askAll() {
    try {
      await (running().length ? Promise.all(running().map(id => ask(id).then(news))) : fetch('/health/live'));
      state('asking');
    } catch (problem) {
      state(problem.status ? 'asking' : 'lost');
    }
  }

  open();
  document.addEventListener('signed-in', open);
  // A page that the browser keeps for the way back would keep its connection, of which there are few.
  addEventListener('pagehide', () => stream.close());
  addEventListener('pageshow', event => event.persisted && open());
}
