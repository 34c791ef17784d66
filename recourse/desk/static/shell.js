// On every page: drafts that wait in this tab do not outlive the session of the agent who wrote them.
document.querySelector('[data-logout]')?.addEventListener('submit', () => sessionStorage.clear());
