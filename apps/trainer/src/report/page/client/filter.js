(() => {
  // Half and full width, and both cases, are found alike.
  const fold = (text) => text.normalize("NFKC").toLowerCase();

  function connect(form) {
    const items = [...document.getElementById(form.dataset.list).children];
    const texts = items.map((item) => fold(item.textContent));
    const shown = form.querySelector("output");

    function matches(item, index, wanted) {
      for (const [facet, value] of wanted) {
        if (value === "") continue;
        if (facet === "search") {
          if (!texts[index].includes(fold(value))) return false;
        } else if (!(item.dataset[facet] ?? "").split(" ").includes(value)) return false;
      }
      return true;
    }

    function apply() {
      const wanted = [...new FormData(form)];
      let count = 0;
      for (const [index, item] of items.entries()) {
        item.hidden = !matches(item, index, wanted);
        if (!item.hidden) count += 1;
      }
      shown.textContent = `${count} / ${items.length}`;
    }

    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    apply();
  }

  for (const form of document.querySelectorAll("form.filter")) connect(form);
})();
