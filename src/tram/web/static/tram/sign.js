/* Signing with a finger: where the person chose to sign on the screen, the file box becomes a sheet to sign on.
   What is drawn goes into the very file box as a PNG, so the server sees one way only. Without script, a photo. */
(() => {
  "use strict";

  const box = document.querySelector("input[type=file][data-sign]");
  if (!box || !window.DataTransfer) return;
  const field = box.closest(".field");
  const words = field.querySelector("label").textContent.trim();

  const pad = document.createElement("div");
  pad.className = "sign-pad";
  pad.hidden = true;
  const sheet = document.createElement("canvas");
  sheet.width = 640;
  sheet.height = 240;
  sheet.setAttribute("role", "img");
  sheet.setAttribute("aria-label", words);
  const again = document.createElement("button");
  again.type = "button";
  again.className = "button secondary small";
  again.textContent = box.dataset.sign;
  pad.append(sheet, again);
  field.append(pad);
  const pen = sheet.getContext("2d");
  let drawing = false;
  let drawn = false;

  function clear() {
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.strokeStyle = "#1b1b1b";
    pen.lineWidth = 4;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    drawn = false;
    box.value = "";
  }

  function spot(event) {
    const area = sheet.getBoundingClientRect();
    return [
      ((event.clientX - area.left) * sheet.width) / area.width,
      ((event.clientY - area.top) * sheet.height) / area.height,
    ];
  }

  function begin(event) {
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    drawing = true;
    pen.beginPath();
    pen.moveTo(...spot(event));
  }

  function draw(event) {
    if (!drawing) return;
    pen.lineTo(...spot(event));
    pen.stroke();
    drawn = true;
  }

  function end() {
    if (!drawing) return;
    drawing = false;
    if (drawn) keep();
  }

  function keep() {
    const bytes = Uint8Array.from(atob(sheet.toDataURL("image/png").split(",")[1]), (c) => c.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], "chu-ky.png", { type: "image/png" }));
    box.files = files.files;
  }

  function choose() {
    const chosen = document.querySelector("input[name=receipt]:checked");
    const signs = Boolean(chosen) && chosen.value === "signature";
    pad.hidden = !signs;
    box.hidden = signs;
  }

  sheet.addEventListener("pointerdown", begin);
  sheet.addEventListener("pointermove", draw);
  sheet.addEventListener("pointerup", end);
  sheet.addEventListener("pointercancel", end);
  again.addEventListener("click", clear);
  document.addEventListener("change", (event) => {
    if (event.target.name === "receipt") choose();
  });
  clear();
  choose();
})();
