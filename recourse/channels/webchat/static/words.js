// Every word that the page itself says, in one place, so that a second language
// is a second object. (Its own file because the launcher needs a few of them on
// a host page, where the rest of the chat is not loaded.)
export const words = {
  title: "Help chat",
  launcher: { open: "Open the help chat", close: "Close the help chat",
    unread: (n) => `Open the help chat, ${n} new` },
  close: "Close the chat",
  human: "Talk to a person",
  menu: "More choices",
  // What we show for our own commands; the server is sent the part on the left.
  commands: {
    "/human": "Talk to a person",
    "/why": "Why?",
    "/privacy": "My data and consent",
    "/stop": "Stop reading my mood",
  },
  talkingTo: "You are talking to: ",
  assistant: "Assistant",
  agent: "Customer care",
  // `name` is a node of its own, so that a name in another script keeps its direction.
  machine: (name) => [name, " (a machine)"],
  person: (name) => [name, ", a person"],
  you: "You",
  notice: "Notice",
  log: "Conversation",
  options: "Choose an answer",
  input: "Your message",
  placeholder: "Write a message…",
  hint: "Enter sends, Shift + Enter starts a new line",
  send: "Send",
  left: (n) => (n === 1 ? "1 character left" : `${n} characters left`),
  over: (n) => `Too long by ${n} ${n === 1 ? "character" : "characters"}. Please shorten it.`,
  waiting: "Not sent yet – trying again",
  rejected: "This message could not be sent.",
  edit: "Edit and send again",
  lost: "Connection lost – trying again",
  connecting: "Connecting…",
  unreachable: {
    title: "We can’t reach the chat right now. It keeps trying.",
    text: "You can write your message already: it is kept here and sent as soon as the connection is back. "
      + "If nothing changes, check your internet connection or reload this page.",
    urgent: "If someone is in danger, call your local emergency number now.",
  },
  renewed: "Your earlier chat has ended on this device. This is a new one.",
  newMessages: "New messages ↓",
  typing: "An answer is on its way",
  newTab: "opens in a new tab",
  today: "Today",
};
