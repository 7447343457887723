// What became of a letter: the receipt stays in this browser. It opens one entry of a file beside the page;
// see opinions/receipts.py and catalog/lookup.py, which seal what is opened here.
const SIGNS = "23456789ABCDEFGHJKLMNPQRSTVWXYZ", RANDOM = 19, ID = 16, NONCE = 12;
const $ = (id) => document.getElementById(id);
const form = $("chaxun"), input = $("huizhi"), told = $("told"), found = $("found"), lines = $("lines");
const { item, digits } = form.dataset;
const utf8 = new TextEncoder();

// The receipt in its one spelling, or in Chinese what is wrong with it.
export const read = (typed) => {
  const signs = [...typed.slice(0, 200).normalize("NFKC").toUpperCase()].filter((sign) => /[\p{L}\p{N}]/u.test(sign)).join("");
  if (!signs.startsWith("JY") || signs.length !== RANDOM + 3)
    return { wrong: "回执编号应为 JY 开头、后面20位数字和字母，请对照回执核对有没有漏写或者多写。" };
  const strange = [...signs.slice(2)].find((sign) => !SIGNS.includes(sign));
  if (strange) return { wrong: `回执编号里没有“${strange}”这个字符（不用0、1、I、O、U），请对照回执核对。` };
  const values = [...signs.slice(2)].map((sign) => SIGNS.indexOf(sign));
  const check = values.slice(0, RANDOM).reduce((sum, value, at) => sum + value * (at + 1), 0) % SIGNS.length;
  if (check !== values[RANDOM]) return { wrong: "回执编号有一位写错了，或者两位写反了，请对照回执核对。" };
  return { receipt: `JY-${signs.slice(2).match(/.{4}/g).join("-")}` };
};

const lettered = (some) => [...some].map((one) =>
  String.fromCharCode(97 + (one >> 4), 97 + (one & 15))).join("");
const unlettered = (text) => Uint8Array.from(text.match(/../g), (two) =>
  (two.charCodeAt(0) - 97) * 16 + two.charCodeAt(1) - 97);

const derived = async (receipt) => {
  const key = await crypto.subtle.importKey("raw", utf8.encode(receipt), "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: utf8.encode(item), info: utf8.encode("juece receipt 1") };
  const bits = new Uint8Array(await crypto.subtle.deriveBits(how, key, 512));
  return { id: bits.slice(0, ID), key: bits.slice(ID, ID + 32) };
};

// The lines of the entry of a receipt, or null where there is none.
const opened = async (receipt) => {
  const { id, key } = await derived(receipt);
  const answer = await fetch(`${lettered(id).slice(0, Number(digits)) || "all"}.json`);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(String(answer.status));
  const entry = (await answer.json())[lettered(id)];
  if (!entry) return null;
  const sealed = unlettered(entry);
  const opener = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  const how = { name: "AES-GCM", iv: sealed.slice(0, NONCE), additionalData: id };
  const plain = new Uint8Array(await crypto.subtle.decrypt(how, opener, sealed.slice(NONCE)));
  return JSON.parse(new TextDecoder().decode(plain.slice(2, 2 + plain[0] * 256 + plain[1])));
};

const make = (tag, ...children) => {
  const element = document.createElement(tag);
  element.append(...children);
  return element;
};

const line = ([term, text, href]) => {
  const said = href ? make("a", text) : text;
  if (href) said.href = `../${href}`;
  return make("div", make("dt", term), make("dd", said));
};

const show = async () => {
  found.hidden = true;
  const { receipt, wrong } = read(input.value);
  input.setAttribute("aria-invalid", String(Boolean(wrong)));
  told.textContent = wrong ?? "正在查询……";
  if (wrong) return input.focus();
  const said = await opened(receipt);
  if (!said) {
    told.textContent = "没有找到。编号没有写错的，可能是别的事项的回执，或者是登记意见采纳情况以后才收到的，请问承办单位。";
    return;
  }
  lines.replaceChildren(...said.map(line));
  told.textContent = "";
  found.hidden = false;
  $("h-found").focus();
};

if (window.crypto?.subtle) {
  for (const one of form.querySelectorAll("[disabled]")) one.disabled = false;
  told.textContent = "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show().catch(() => { told.textContent = "网页没有取到，请检查网络，再查一次。"; });
  });
} else {
  told.textContent = "这个网址不是 https 的，浏览器不让脚本解密，请用下面的办法。";
}
