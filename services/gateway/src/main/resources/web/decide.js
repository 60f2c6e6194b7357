// Rollouts changed by people: start a candidate, promote, roll back, each after a question.

import * as api from './api.js';
import { announce, byId, make, say } from './elements.js';
import { percent } from './words.js';

const DONE = { STARTED: 'The trial has begun.', PROMOTED: 'Promoted.', ROLLED_BACK: 'Rolled back.' };
const PENDING = 'The tracker was asked and has not answered yet; what it decides will show here.';

/** The buttons for one model; `changed(sentence)` hears the service's answer. */
export function decisions({ name, checkpoints, rollout }, changed) {
  const onTrial = rollout?.candidate !== undefined;
  const others = checkpoints.filter(checkpoint => checkpoint.id !== rollout?.stable).reverse();
  const back = onTrial || (rollout?.earlier?.length ?? 0) > 0;
  const button = (kind, words, ask) => make('button', { class: 'quiet', type: 'button', id: `${kind}-${name}`, onclick: ask }, words);
  const send = (kind, act) => async body => {
    await changed(sentenceOf(await act(name, body)));
    return `${kind}-${name}`;
  };
  return make('div', { class: 'actions' },
    !onTrial && others.length ? button('start', 'Start a trial…', () => ask(startForm(name, others, send('start', api.startRollout)))) : null,
    others.length ? button('promote', 'Promote…', () => ask(promoteForm(name, others, rollout, send('promote', api.promoteRollout)))) : null,
    back ? button('back', 'Roll back…', () => ask(backForm(name, rollout, onTrial, send('back', api.rollBack)))) : null);
}

function sentenceOf(answer) {
  return answer?.pending ? PENDING : [DONE[answer?.decision], answer?.reason].filter(Boolean).join(' ');
}

const choice = (others, preferred) => make('label', { class: 'field' }, 'Checkpoint',
  make('select', { name: 'checkpoint' }, others.map(({ id }) => make('option', { value: id, selected: id === preferred }, id))));

const why = () => make('label', { class: 'field' }, 'Reason, told with the decision',
  make('input', { name: 'reason', maxlength: 1000, autocomplete: 'off', placeholder: 'none' }));

function startForm(name, others, send) {
  const words = make('output', { for: 'trial-share' }, '10 %');
  const share = make('input', { id: 'trial-share', name: 'share', type: 'range', min: 1, max: 100, value: 10,
    oninput: () => {
      say(words, percent(share.value / 100));
      share.setAttribute('aria-valuetext', `${percent(share.value / 100)} of the jobs`);
    } });
  share.setAttribute('aria-valuetext', '10 % of the jobs');
  return {
    title: `Start a trial of ${name}`,
    sentence: 'The candidate serves this share of the jobs; a bad one is taken back by itself, at once.',
    fields: [choice(others), make('label', { class: 'field' }, make('span', {}, 'Share of the jobs ', words), share),
      make('label', { class: 'check' }, make('input', { name: 'automatic', type: 'checkbox', checked: true }), ' Promote a good candidate without asking'), why()],
    verb: 'Start the trial',
    send: form => send({ ...given(form), checkpoint: form.checkpoint.value, share: form.share.value / 100, automatic: form.automatic.checked }),
  };
}

function promoteForm(name, others, rollout, send) {
  return {
    title: `Promote a checkpoint of ${name}`,
    sentence: 'It serves all jobs from now on.',
    fields: [choice(others, rollout?.candidate), why()],
    verb: 'Promote',
    send: form => send({ ...given(form), checkpoint: form.checkpoint.value }),
  };
}

function backForm(name, rollout, onTrial, send) {
  const before = rollout.earlier?.[0] ?? 'what each worker was started with';
  return {
    title: `Roll ${name} back`,
    sentence: onTrial ? `The candidate ${rollout.candidate} serves no more jobs; ${rollout.stable ?? before} serves all.`
      : `${before} serves all jobs again, instead of ${rollout.stable}.`,
    fields: [why()],
    verb: 'Roll back',
    send: form => send(given(form)),
  };
}

const given = form => form.reason.value.trim() === '' ? {} : { reason: form.reason.value.trim() };

/** Asks in a dialog; it closes when the service has agreed, and says why when it has not. */
function ask({ title, sentence, fields, verb, send }) {
  const problem = make('p', { class: 'problem', role: 'alert', hidden: true });
  const yes = make('button', { class: 'primary', type: 'submit' }, verb);
  const form = make('form', { method: 'dialog' }, make('h2', { id: 'question' }, title), make('p', { id: 'question-more' }, sentence), fields, problem,
    make('div', { class: 'actions' }, yes, make('button', { class: 'quiet', type: 'button', onclick: () => dialog.close() }, 'Leave it')));
  const dialog = make('dialog', { class: 'question', 'aria-labelledby': 'question', 'aria-describedby': 'question-more', onclose: () => dialog.remove() }, form);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    yes.disabled = true;
    try {
      const opener = await send(form.elements);
      dialog.close();
      byId(opener)?.focus({ preventScroll: true });
    } catch (refused) {
      problem.hidden = false;
      say(problem, refused.message);
      announce(refused.message);
    } finally {
      yes.disabled = false;
    }
  });
  document.body.append(dialog);
  dialog.showModal();
}
