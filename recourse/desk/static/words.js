// Every word that the scripts put on the page. What the customer reads stands elsewhere (domain.yml).

const named = (table) => (key) => table[key] ?? String(key ?? '').replaceAll('_', ' ');

export const priorityWord = (priority) => (priority >= 3 ? 'Crisis' : priority === 2 ? 'High' : 'Normal');

export const statusWord = named({
  queued: 'Waiting', claimed: 'Claimed', callback: 'To get back to',
  returned: 'Returned to the assistant', resolved: 'Resolved', cancelled: 'Cancelled by the customer',
});

/** The scope of consent in the words that the customer saw. */
export const scopeWord = named({
  pending: 'Not answered yet', nothing: 'Nothing', summary: 'Just a summary',
  summary_and_conversation: 'Summary and conversation',
});

export const scopeBadge = named({
  pending: 'Consent not answered yet', nothing: 'Shares nothing', summary: 'Shares a summary',
  summary_and_conversation: 'Shares summary and conversation',
});

export const channelWord = named({
  webchat: 'Web chat', rest: 'REST', slack: 'Slack', telegram: 'Telegram', matrix: 'Matrix', socketio: 'Web socket',
});

export const riskWord = named({
  self_harm: 'Self-harm', harm_to_others: 'Harm to others', third_person_worry: 'Worry about somebody else',
  abuse_of_staff: 'Abuse of staff', legal_threat: 'Legal threat', financial_hardship: 'Financial hardship',
  fraud_or_scam: 'Fraud or scam', privacy_breach: 'Privacy breach', medical: 'Medical',
  safety_hazard: 'Safety hazard', minor: 'A minor', bereavement: 'Bereavement', support_need: 'Support need',
  discrimination: 'Discrimination',
});

export const routeWord = named({
  continue: 'go on', acknowledge: 'acknowledge, then go on', offer_human: 'offer a person',
  hand_over: 'hand over', hand_over_now: 'hand over at once',
});

/** What a score, or a sign found in plain words, is called; `name` is the one that conditions use. */
export function readingWord(name) {
  const [group, key] = name.split('.');
  if (group === 'risk') return riskWord(key);
  const words = named({
    asks_human: group === 'turn' ? 'Asks for a person, in plain words' : 'Asks for a person',
    crisis_words: 'Plain words of a crisis', worry_words: 'Plain words of worry about somebody', threat_words: 'Plain words of a threat',
    grief_words: 'Plain words of a loss', child_words: 'Plain words of a child', ironic: 'Thanks that are not meant',
  })(key);
  return words[0].toUpperCase() + words.slice(1);
}

/** The verdict on a message and its reasons. */
export function decided({ route, reasons }) {
  const because = reasons.map((reason) => reason.replaceAll('_', ' ')).join(', ');
  return `Judged: ${routeWord(route)} (${because}). Rule `;
}

export const authorWord = named({
  customer: 'Customer', assistant: 'Assistant', agent: 'Agent', system: 'Note',
});

export const deliveryWord = named({
  sent: 'Sent', waiting: 'Waiting: will be delivered when the channel is back',
  uncertain: 'Uncertain: it may not have arrived, and is not sent again by itself',
});

export function askedWord({ asked, route }) {
  if (asked) return 'Asked for a person';
  return route?.startsWith('hand_over') ? 'Handed over by the assistant' : 'Offered by the assistant';
}

let languages = null;
export function languageWord(code) {
  if (!code) return 'Language unknown';
  try {
    languages ??= new Intl.DisplayNames(['en'], { type: 'language' });
    return languages.of(code);
  } catch {
    return code;
  }
}

/** Why `what` cannot be seen, or '' when the customer has agreed to share at least a summary. */
export function withheld(consent, what = 'this') {
  if (consent.scope === 'pending') return `The customer has not answered yet whether you may see ${what}.`;
  if (consent.scope === 'nothing') return `The customer has not agreed to share ${what}.`;
  return '';
}

/** What of the conversation the agent cannot see, said above it. */
export function outside(consent) {
  if (consent.scope === 'summary_and_conversation') return '';
  const now = 'What they write to you from the claim on is theirs to give and appears here.';
  if (consent.scope === 'pending') return `The customer has not answered yet whether you may read the earlier conversation. ${now}`;
  return `The customer has not agreed to share the earlier conversation. ${now}`;
}

export const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
export const percent = (p) => `${Math.round(p * 100)} %`;
