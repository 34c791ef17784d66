// The few words that stand on the host page, in every language at once: there the
// rest of the chat is not loaded.
export const LAUNCHER = {
  en: { title: "Help chat", open: "Open the help chat", close: "Close the help chat", fresh: "new" },
  de: { title: "Hilfe-Chat", open: "Hilfe-Chat öffnen", close: "Hilfe-Chat schließen", fresh: "neu" },
  es: { title: "Chat de ayuda", open: "Abrir el chat de ayuda", close: "Cerrar el chat de ayuda", fresh: "sin leer" },
  fr: { title: "Chat d’aide", open: "Ouvrir le chat d’aide", close: "Fermer le chat d’aide", fresh: "à lire" },
  pt: { title: "Chat de ajuda", open: "Abrir o chat de ajuda", close: "Fechar o chat de ajuda", fresh: "por ler" },
};
