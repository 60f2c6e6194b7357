// Who uses the page. Where the service wants to know, a dialog asks for a key; the service makes it a cookie that no script can read.

import { announce, byId, make, say } from './elements.js';

const SESSION = '/v1/session';
/** Goes with every request: what a session changes must come from here. */
export const FROM_PAGE = { accept: 'application/json', 'x-acuity-page': '1' };

let asking = null;

/** Asks who it is, unless that is being asked already; settles when the service knows. */
export function signIn() {
  asking ??= ask().finally(() => { asking = null; });
  return asking;
}

/** Shows who is signed in; where the service asks nobody, nothing. */
export async function begin() {
  byId('sign-out').addEventListener('click', async () => {
    await fetch(SESSION, { method: 'DELETE', headers: FROM_PAGE }).catch(() => {});
    location.reload();
  });
  const answer = await fetch(SESSION, { headers: FROM_PAGE }).catch(() => null);
  if (answer?.status === 401) await signIn();
  else if (answer?.ok) show(await answer.json());
}

function show({ name, open }) {
  byId('sign-out').hidden = open;
  byId('sign-out').title = `Signed in as ${name}`;
}

/** The caller a key belongs to; a sentence is thrown for one that is not taken. */
async function exchange(key) {
  let answer;
  try {
    answer = await fetch(SESSION, { method: 'POST', headers: { ...FROM_PAGE, authorization: `Bearer ${key}` } });
  } catch {
    throw new Error('The key could not be sent; check that it is copied whole and that the service can be reached.');
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.detail ?? `The service answered with status ${answer.status}; try again.`);
  return body;
}

function ask() {
  return new Promise(resolve => {
    const problem = make('p', { class: 'problem', role: 'alert', hidden: true });
    const yes = make('button', { class: 'primary', type: 'submit' }, 'Sign in');
    const key = make('input', { id: 'key', name: 'key', type: 'password', required: true, autocomplete: 'current-password', spellcheck: false });
    const form = make('form', { method: 'dialog' }, make('h2', { id: 'who' }, 'Sign in'),
      make('p', { id: 'who-more' }, 'This service wants to know who uses it. Paste a key, such as whoever runs it gives out.'),
      make('label', { class: 'field', for: 'key' }, 'Key', key), problem, make('div', { class: 'actions' }, yes));
    // Nothing behind it works before the service knows who it is.
    const dialog = make('dialog', { class: 'question', id: 'sign-in', 'aria-labelledby': 'who', 'aria-describedby': 'who-more',
      oncancel: event => event.preventDefault() }, form);
    form.addEventListener('submit', async event => {
      event.preventDefault();
      yes.disabled = true;
      try {
        show(await exchange(key.value.trim()));
        dialog.close();
        dialog.remove();
        announce('Signed in.');
        document.dispatchEvent(new Event('signed-in'));
        resolve();
      } catch (refused) {
        problem.hidden = false;
        say(problem, refused.message);
        key.select();
      } finally {
        yes.disabled = false;
      }
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
