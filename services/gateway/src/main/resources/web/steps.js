// The slider through how a job's image stood on its way; live it follows the newest.

import { announce, make, say } from './elements.js';
import { stageWords } from './words.js';

export class Steps {
  #previews = [];
  #ended = false;
  #following = true;

  /** `moved()` is called when a person has chosen another step. */
  constructor(moved) {
    this.range = make('input', { class: 'cut', type: 'range', min: 0, max: 0, value: 0, 'aria-label': 'Steps of the work', oninput: () => {
      this.#following = Number(this.range.value) === Number(this.range.max);
      this.#tell();
      moved();
    } });
    this.words = make('output', { class: 'zoomed step' });
    this.root = make('div', { class: 'steps', hidden: true }, make('span', { 'aria-hidden': 'true' }, 'Steps'), this.range, this.words);
  }

  /** Takes what is known of the job; the result of one that succeeded comes behind its steps. */
  take(job) {
    const more = job.previews?.length ?? 0;
    if (!this.#ended && job.status === 'succeeded' && more > 0 && !this.#following) announce('The result is there, at the end of the steps.');
    this.#previews = job.previews ?? [];
    this.#ended = job.status === 'succeeded';
    const last = this.#previews.length - (this.#ended ? 0 : 1);
    this.root.hidden = more === 0 || last < 1;
    this.range.max = Math.max(0, last);
    if (this.#following) this.range.value = this.range.max;
    this.#tell();
  }

  /** The preview to look at; null for the result, and where there is none. */
  get chosen() {
    return this.#previews[Math.min(this.range.value, this.range.max)] ?? null;
  }

  #tell() {
    const words = this.chosen ? stageWords(this.chosen) : 'result';
    say(this.words, words);
    this.range.setAttribute('aria-valuetext', words);
  }
}
