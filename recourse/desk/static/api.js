// Requests to the desk's own API. A failed one throws an ApiError whose message can be shown as it is.

export class ApiError extends Error {
  constructor(message, status, state = null) {
    super(message);
    this.status = status; // 0: no answer at all
    this.state = state; // the case's state, where the server named it
  }

  /** Whether the same request may succeed later without anybody changing it. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

const WHAT_TO_DO = {
  0: 'The desk could not be reached. Check your connection and try again.',
  403: 'Your role does not allow this, or your session changed. Reload the page; if it stays so, ask an administrator.',
  404: 'This case no longer exists, or you may not see it. Go back to the queue.',
  409: 'The case has changed in the meantime. Look at its state above before you go on.',
  413: 'This is too long. Shorten it and send again.',
  422: 'Check what you entered and try again.',
  429: 'Too many requests at once. Wait a moment and try again.',
};

function words(status, body) {
  const detail = body?.detail ?? body?.error ?? body;
  const said = Array.isArray(detail) ? detail.map((one) => one?.msg).filter(Boolean).join('; ')
    : typeof detail === 'string' ? detail
    : detail?.error ?? detail?.message;
  const next = WHAT_TO_DO[status] ?? (status >= 500 ? 'The desk had a problem. Nothing is lost here; try again in a moment.' : '');
  return { text: `${sentence(String(said || 'The desk did not accept this'))} ${next}`.trim(), state: detail?.state ?? body?.state ?? null };
}

const sentence = (text) => text[0].toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? '' : '.');

function toLogin() {
  location.assign('/login');
  return new Promise(() => {}); // the page is going away: nobody needs an answer any more
}

export async function api(method, path, body) {
  const headers = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-CSRF-Token'] = document.querySelector('meta[name="csrf"]').content;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let response;
  try {
    response = await fetch(path, {
      method, headers, credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(15000),
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(WHAT_TO_DO[0], 0);
  }
  if (response.status === 401) return toLogin();
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  const { text, state } = words(response.status, answer);
  throw new ApiError(text, response.status, state);
}

export const caseUrl = (id, step = '') => `/api/cases/${encodeURIComponent(id)}${step && `/${step}`}`;
export const casePage = (id) => `/cases/${encodeURIComponent(id)}`;
