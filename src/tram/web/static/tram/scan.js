/* Scanning that survives the line. A scanner types like a keyboard and ends with Enter: the code is read and the box
   cleared at once, the code waits in this browser (only codes and times) and is sent one at a time until the server has
   answered. Each has an id of its own, so sending it twice counts once. Without this script the form itself is sent. */
(() => {
  "use strict";

  const box = document.querySelector("[data-scan]");
  const form = box && box.form;
  if (!form || !form.dataset.scanning) return;

  const SAME_MS = 2000;
  const TIMEOUT_MS = 20000;
  const LONGEST_PAUSE_MS = 15000;
  const KEY = `tram.scan ${form.dataset.scanning}`;
  const MUTED = "tram.scan muted";
  const TONES = {
    ok: [[880, 0.09]],
    repeat: [[620, 0.08], [0, 0.05], [620, 0.08]],
    done: [[620, 0.1], [440, 0.16]],
    elsewhere: [[240, 0.35]],
    unknown: [[300, 0.14], [0, 0.05], [200, 0.25]],
    misread: [[160, 0.12], [0, 0.06], [160, 0.12], [0, 0.06], [160, 0.12]],
    stop: [[900, 0.12], [300, 0.12], [900, 0.12], [300, 0.2]],
  };

  const said = form.querySelector("[data-said]");
  const line = form.querySelector("[data-queue]");
  const sound = form.querySelector("[data-sound]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  let last = { code: "", at: 0 };
  let pause = 0;
  let timer = 0;
  let pumping = false;
  let audio = null;
  let go = "";
  let number = 0;

  /* The queue: one entry a scan, so that tabs never write over each other; kept across reloads and crashes. */
  function waiting() {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(KEY))
      .sort()
      .map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) }))
      .filter((scan) => scan.id);
  }

  function keep(scan) {
    const order = `${scan.at} ${String((number += 1)).padStart(6, "0")}`;
    localStorage.setItem(`${KEY} ${order} ${scan.id}`, JSON.stringify(scan));
  }

  function uuid() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  /* What the person sees and hears. */
  function tell(word, text, colour, tone) {
    said.hidden = false;
    said.dataset.colour = colour;
    said.querySelector("[data-word]").textContent = word;
    said.querySelector("[data-text]").textContent = text;
    said.scrollIntoView({ block: "nearest" });
    play(tone);
  }

  function tellQueue(kind) {
    const left = waiting().length;
    line.hidden = !left;
    line.dataset.kind = kind;
    line.querySelector("[data-queue-text]").textContent = (said.dataset[kind] || "").replace("{n}", String(left));
  }

  function play(tone) {
    if (!sound.checked || !TONES[tone] || !window.AudioContext) return;
    audio = audio || new AudioContext();
    let at = audio.currentTime;
    for (const [pitch, seconds] of TONES[tone]) {
      if (pitch) {
        const voice = audio.createOscillator();
        const level = audio.createGain();
        voice.type = tone === "misread" ? "square" : "sine";
        voice.frequency.value = pitch;
        level.gain.value = 0.15;
        voice.connect(level).connect(audio.destination);
        voice.start(at);
        voice.stop(at + seconds);
      }
      at += seconds;
    }
  }

  /* What an earlier answer complained of is no longer so once something else was counted. */
  function forget() {
    document.querySelectorAll("[data-error-summary], #id_scan_error").forEach((told) => told.remove());
  }

  function showNumbers(answer) {
    for (const name of ["scanned", "missing", "extra"]) {
      const place = form.querySelector(`[data-number="${name}"]`);
      if (place && answer[name] !== undefined) place.textContent = String(answer[name]);
    }
  }

  /* When nothing is left to send: the lists as the server has them; what was scanned needs no boxes any more. */
  async function refresh() {
    if (go) return location.assign(go);
    const place = form.querySelector("[data-columns]");
    if (!place) return undefined;
    const answer = await fetch(form.dataset.refresh, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return undefined;
    place.innerHTML = await answer.text();
    const lists = place.querySelector("[data-left]");
    if (!lists) return undefined;
    const left = new Set(lists.dataset.left.trim().split(/\s+/));
    for (const card of form.querySelectorAll("[data-entry]")) {
      if (!left.has(card.dataset.entry) && !card.contains(document.activeElement)) card.remove();
    }
    const counted = form.querySelector("[data-counted]");
    if (counted) counted.textContent = lists.dataset.scanned;
    return undefined;
  }

  /* Sending: one at a time; what the server has not answered stays first in the queue. */
  async function send(scan) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token);
    body.set("code", scan.code);
    body.set("request_id", scan.id);
    body.set("at", scan.at);
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), TIMEOUT_MS);
    try {
      return await fetch(form.dataset.scanning, {
        method: "POST",
        body,
        signal: stop.signal,
        headers: { Accept: "application/json" },
      });
    } finally {
      clearTimeout(late);
    }
  }

  /* True if the scan is done with: the queue goes on. */
  async function settle(scan) {
    let answer;
    let words;
    try {
      answer = await send(scan);
      if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
      const spoken = (answer.headers.get("Content-Type") || "").includes("json");
      if (!spoken && answer.status !== 404) return wait("signedOut");
      words = spoken ? await answer.json() : { text: "404" };
    } catch {
      return wait("offline");
    }
    localStorage.removeItem(scan.name);
    pause = 0;
    if (words.go) go = words.go;
    if (answer.ok) forget();
    if (answer.ok) tell(words.word, words.text, words.colour, words.sound);
    else tell("", words.text, "danger", "stop");
    showNumbers(words);
    return true;
  }

  function wait(kind) {
    pause = Math.min(LONGEST_PAUSE_MS, pause ? pause * 2 : 1000);
    tellQueue(kind);
    clearTimeout(timer);
    timer = setTimeout(pump, pause);
    return false;
  }

  /* True if nothing is left; what another tab has sent meanwhile is not sent again. */
  async function drain() {
    let sent = false;
    for (let queue = waiting(); queue.length; queue = waiting()) {
      if (!(await settle(queue[0]))) return false;
      sent = true;
      tellQueue("waiting");
    }
    if (sent) await refresh().catch(() => {});
    return true;
  }

  async function pump() {
    if (pumping || !waiting().length) return;
    pumping = true;
    clearTimeout(timer);
    let emptied = false;
    try {
      // Two tabs on one list: one sends, the other waits its turn.
      emptied = navigator.locks ? await navigator.locks.request(KEY, drain) : await drain();
    } finally {
      pumping = false;
    }
    if (emptied) pump(); // what was scanned while the lists were fetched
  }

  function take(event) {
    if (event) event.preventDefault();
    const code = box.value.trim();
    box.value = "";
    box.removeAttribute("aria-invalid");
    if (!code) return;
    const now = Date.now();
    if (code.toUpperCase() === last.code && now - last.at < SAME_MS) {
      last.at = now;
      tell("", said.dataset.again.replace("{code}", code), "warning", "repeat");
      return;
    }
    last = { code: code.toUpperCase(), at: now };
    keep({ id: uuid(), code, at: new Date(now).toISOString() });
    tellQueue("waiting");
    pump();
  }

  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) take(event);
  });
  form.querySelector("[data-scan-button]").addEventListener("click", (event) => {
    if (!box.value.trim()) return; // Enter in another box presses this button: the form itself knows what is meant
    take(event);
    box.focus();
  });
  form.addEventListener("submit", (event) => {
    if (!waiting().length) return;
    event.preventDefault();
    tellQueue("offline");
    pause = 0;
    pump();
  }, true);
  form.addEventListener("change", () => {
    const counted = form.querySelector("[data-counted]");
    const lists = form.querySelector("[data-scanned]");
    if (!counted) return;
    const names = new Set([...form.querySelectorAll("input[type=radio]:checked")].map((radio) => radio.name));
    counted.textContent = String(names.size + (lists ? Number(lists.dataset.scanned) : 0));
  });
  window.addEventListener("online", () => {
    pause = 0;
    pump();
  });
  window.addEventListener("storage", (event) => {
    if (!event.key || !event.key.startsWith(KEY)) return;
    tellQueue("waiting");
    if (!waiting().length) refresh().catch(() => {});
  });

  sound.checked = !localStorage.getItem(MUTED);
  form.querySelector("[data-sound-line]").hidden = false;
  sound.addEventListener("change", () => {
    if (sound.checked) localStorage.removeItem(MUTED);
    else localStorage.setItem(MUTED, "yes");
  });
  if (box.hasAttribute("autofocus") || matchMedia("(pointer: fine)").matches) box.focus();
  if (box.value) box.select();
  tellQueue("waiting");
  pump();
})();
