(() => {
  const KEY = "kanjo-report";
  const root = document.documentElement;

  function readKept() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) ?? {};
    } catch {
      return {};
    }
  }

  function keep(preferences) {
    try {
      localStorage.setItem(KEY, JSON.stringify(preferences));
    } catch {
      // Kept nowhere: a page from a file or in a private window.
    }
  }

  function choose(group, value) {
    const input = document.getElementById(`${group}-${value}`);
    if (input) input.checked = true;
  }

  function tellLanguage() {
    const language = document.getElementById("language-ja").checked ? "ja" : "en";
    root.lang = language;
    const title = document.querySelector("title");
    title.textContent = title.dataset[language];
    for (const option of document.querySelectorAll("option[data-en]")) {
      option.textContent = option.dataset[language];
    }
  }

  const kept = readKept();
  const wanted = navigator.languages?.[0] ?? navigator.language ?? "en";
  choose("language", kept.language ?? (wanted.startsWith("ja") ? "ja" : "en"));
  choose("theme", kept.theme ?? "auto");
  tellLanguage();
  document.addEventListener("DOMContentLoaded", tellLanguage);
  document.querySelector(".controls").addEventListener("change", ({ target }) => {
    keep({ ...readKept(), [target.name]: target.value });
    tellLanguage();
  });
})();
