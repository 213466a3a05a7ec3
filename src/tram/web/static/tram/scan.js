/* Counting by scanner: a code that is on this page is ticked here, without waiting for the server, so a fast
   scanner on a slow line loses none; any other code goes to the server, which answers with a sentence. */
(() => {
  "use strict";

  const box = document.querySelector("[data-scan]");
  if (!box) return;
  const form = box.form;

  function showCounted() {
    const names = new Set([...form.querySelectorAll("input[type=radio]:checked")].map((radio) => radio.name));
    form.querySelector("[data-counted]").textContent = String(names.size);
  }

  function tick(event) {
    if (event.key !== "Enter") return;
    const code = box.value.replace(/[\s.-]+/g, "").toUpperCase();
    const radio = [...form.querySelectorAll("[data-code]")].find(
      (one) => one.dataset.code && one.dataset.code.replace(/[.-]+/g, "") === code,
    );
    if (!radio || radio.checked) return;
    event.preventDefault();
    radio.checked = true;
    box.value = "";
    const said = form.querySelector("[data-scanned]");
    if (said.dataset.words) said.textContent = said.dataset.words.replace("{code}", radio.dataset.code);
    showCounted();
  }

  box.addEventListener("keydown", tick);
  form.addEventListener("change", showCounted);
  if (box.hasAttribute("autofocus")) {
    box.focus();
    box.select();
  }
})();
