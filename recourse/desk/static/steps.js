// The steps of a case: claim, return, resolve, overrule. What the customer notices is asked about once before it is done.
import { api, caseUrl } from './api.js';
import { byId, show } from './dom.js';

const OPEN = ['queued', 'callback'];

/** Resolves to the form's data when the agent confirms, to null otherwise. */
function ask(dialog, draft) {
  const form = dialog.querySelector('form');
  form.reset();
  show(dialog.querySelector('[data-draft]'), draft);
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener('close', () => answer(dialog.returnValue === 'ok' ? Object.fromEntries(new FormData(form)) : null), { once: true });
  });
}

const DONE = {
  claim: 'It is yours.', return: 'Returned to the assistant.', resolve: 'Resolved.', override: 'Kept for review. Thank you.',
};

/**
 * @param draft  whether the reply box holds text
 * @param said   called with (text, error) after a step
 * @param after  called with the step's name when it succeeded
 */
export function createSteps(caseId, { draft, said, after }) {
  const buttons = ['claim', 'return', 'resolve', 'override'].map(byId);

  async function run(step, body) {
    buttons.forEach((button) => { button.disabled = true; });
    try {
      await api('POST', caseUrl(caseId, step), body);
      said(DONE[step], null);
      await after(step);
    } catch (error) {
      said('', error);
    } finally {
      buttons.forEach((button) => { button.disabled = false; });
    }
  }

  async function confirmed(step, isDraft) {
    const data = await ask(byId(`${step}-dialog`), isDraft);
    if (data) await run(step, step === 'override' ? { reason: data.reason, words: data.words ?? '' } : undefined);
  }

  for (const cancel of document.querySelectorAll('dialog [data-cancel]')) cancel.addEventListener('click', () => cancel.closest('dialog').close(''));
  byId('claim').addEventListener('click', () => run('claim'));
  byId('return').addEventListener('click', () => confirmed('return', draft()));
  byId('resolve').addEventListener('click', () => confirmed('resolve', draft()));
  byId('override').addEventListener('click', () => confirmed('override', false));

  return {
    draw(c, mine) {
      show(byId('claim'), OPEN.includes(c.status));
      show(byId('return'), mine);
      show(byId('resolve'), mine);
    },
  };
}
