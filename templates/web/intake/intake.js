/* The proof of work (altcha, PBKDF2/SHA-256) by the browser's own Web Crypto, while the answers are read.
   Without this script, or without crypto.subtle (plain http), the form is sent as it is and waits for a look. */
"use strict";
(() => {
  const form = document.getElementById("tijiao-biao");
  const field = form && form.querySelector("[data-challenge]");
  if (!field || !window.crypto || !crypto.subtle) return;
  const status = document.getElementById("zhuangtai");
  const challenge = JSON.parse(field.dataset.challenge);
  const asked = challenge.parameters;
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16));
  const hex = (some) => Array.from(some, (one) => one.toString(16).padStart(2, "0")).join("");

  const tried = async (counter) => {
    const nonce = bytes(asked.nonce);
    const password = new Uint8Array(nonce.length + 4);
    password.set(nonce);
    new DataView(password.buffer).setUint32(nonce.length, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(asked.salt), iterations: asked.cost };
    return hex(new Uint8Array(await crypto.subtle.deriveBits(how, key, 8 * asked.keyLength)));
  };

  const solved = (async () => {
    for (let counter = 0; counter < 100000; counter += 1) {
      const derivedKey = await tried(counter);
      if (derivedKey.startsWith(asked.keyPrefix)) {
        field.value = btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
        form.dataset.proof = "done";
        return;
      }
    }
  })().catch(() => {});

  let waited = false;
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (waited || field.value || !button || button.value !== "tijiao") return;
    event.preventDefault();
    status.textContent = "正在核验是不是真人提交，几秒钟就好……";
    const enough = new Promise((done) => { setTimeout(done, 20000); });
    Promise.race([solved, enough]).then(() => {
      waited = true;
      form.requestSubmit(button);
    });
  });
})();
