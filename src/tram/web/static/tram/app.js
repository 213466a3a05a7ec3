/* Trạm's own script: it only adds comfort, every page works without it. No inline handlers: strict CSP. */
(() => {
  "use strict";

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* The error summary takes the focus, and its links put the cursor into the field. */
  function focusErrors(root) {
    const summary = root.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  }

  function followErrorLink(event) {
    const link = event.target.closest("[data-error-summary] a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") || field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  }

  /* A second click on the same button is swallowed; the request's own UUID stops what still slips through. */
  const REOPEN_AFTER_MS = 8000;

  function reopen(form) {
    delete form.dataset.sent;
    all("[aria-disabled=true]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  }

  function sendOnce(event) {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
    setTimeout(() => reopen(form), REOPEN_AFTER_MS);
  }

  /* The QR on a receipt is /theo-doi#CODE: the code never reaches a server log, so we post it from here. */
  function postTrackingCode() {
    const form = document.querySelector("form[data-tracking]");
    const code = decodeURIComponent(location.hash.slice(1)).toUpperCase();
    if (!form || !/^[0-9A-Z][0-9A-Z -]{10,18}$/.test(code)) return;
    history.replaceState(null, "", location.pathname + location.search);
    form.querySelector("input:not([type=hidden])").value = code;
    form.requestSubmit();
  }

  function pressHotkey(event) {
    const pressed = [
      event.ctrlKey && "Control",
      event.altKey && "Alt",
      event.shiftKey && "Shift",
      event.code.startsWith("Digit") ? event.code.slice(5) : event.key,
    ];
    const name = pressed.filter(Boolean).join("+");
    const target = all("[aria-keyshortcuts]").find(
      (element) => element.getAttribute("aria-keyshortcuts").split(" ").includes(name) && !element.disabled,
    );
    if (!target || (event.key === "Escape" && leavesField())) return;
    event.preventDefault();
    if (target.matches("input:not([type=checkbox], [type=radio]), select, textarea")) target.focus();
    else target.click();
  }

  /* Escape first leaves a box (or an open dialog), so that nobody loses a half-filled form by one key. */
  function leavesField() {
    if (document.querySelector("dialog[open]")) return true;
    const here = document.activeElement;
    if (!here.matches("input:not([type=checkbox], [type=radio]), select, textarea")) return false;
    here.blur();
    return true;
  }

  /* A paper opens in a hidden frame and is printed from there; without this script it opens in a tab. */
  function printInFrame(event) {
    const link = event.target.closest("a[data-print-frame]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    all("iframe.print-frame").forEach((frame) => frame.remove());
    const frame = document.createElement("iframe");
    Object.assign(frame, { className: "print-frame", title: link.textContent.trim(), tabIndex: -1 });
    frame.addEventListener("load", () => {
      frame.contentWindow.focus();
      frame.contentWindow.print();
    });
    frame.src = link.href;
    document.body.append(frame);
  }

  /* A dangerous button opens its dialog first; the dialog's own button belongs to the same form. */
  function askFirst(event) {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
  }

  /* Filter-as-you-type over a list already on the page; accents do not matter. */
  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

  function filterList(event) {
    const box = event.target;
    const list = box.dataset && box.dataset.filter && document.getElementById(box.dataset.filter);
    if (!list) return;
    const words = fold(box.value).split(/\s+/);
    let shown = 0;
    for (const item of list.children) {
      const text = fold(item.textContent);
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) shown += 1;
    }
    const count = document.getElementById(list.id + "-count");
    if (count) count.textContent = String(shown);
  }

  /* On a phone the menu is one line that scrolls: the page one is on must be seen there. */
  function showWhereIAm() {
    const here = document.querySelector(".workplace-nav [aria-current]");
    const menu = here && here.closest(".workplace-nav");
    if (!menu || menu.scrollWidth <= menu.clientWidth) return;
    menu.scrollLeft += here.getBoundingClientRect().left - menu.getBoundingClientRect().left - menu.clientWidth / 3;
  }

  function prepare(root) {
    all("[data-print], [data-filter]", root).forEach((element) => (element.hidden = false));
    focusErrors(root);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    followErrorLink(event);
    askFirst(event);
    printInFrame(event);
  });
  document.addEventListener("submit", sendOnce);
  document.addEventListener("input", filterList);
  document.addEventListener("keydown", pressHotkey);
  document.addEventListener("htmx:load", (event) => prepare(event.target));
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach(reopen));
  window.addEventListener("hashchange", postTrackingCode);

  prepare(document);
  showWhereIAm();
  postTrackingCode();
})();
