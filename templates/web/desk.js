/* Keeps what is typed into a form 20 seconds after the last change, and when the page is left.
   Without it everything works: 暂存 does the same. */
"use strict";
(() => {
  const form = document.querySelector("form[data-cun]");
  if (!form) return;
  const place = document.getElementById("zhuangtai");
  const PAUSE = 20000;
  let timer = 0, changed = false, busy = false, sent = false;

  function say(text, good) {
    const line = document.createElement("p");
    line.className = good ? "done" : "late";
    line.setAttribute("role", "status");
    line.textContent = text;
    place.replaceChildren(line);
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  }

  async function keep() {
    clearTimeout(timer);
    if (!changed || busy || sent) return;
    busy = true;
    changed = false;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") body.append(name, value);
    }
    try {
      const answer = await fetch(form.dataset.cun, { method: "POST", body });
      const told = await answer.json();
      if (told.version) form.elements.version.value = told.version;
      else changed = true;
      say(told.said, Boolean(told.version));
    } catch {
      changed = true;
      say("没有自动存上：网断了，或者登录过期了。请点“暂存”，填写的内容不会丢", false);
    }
    busy = false;
  }

  form.addEventListener("input", () => { changed = true; later(); });
  form.addEventListener("submit", () => { sent = true; clearTimeout(timer); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  window.addEventListener("beforeunload", event => {
    if (changed && !sent) event.preventDefault();
  });
})();
