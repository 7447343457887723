// The search page: asks the index beside it (pagefind), and no other host.
const root = new URL("../", import.meta.url);
const $ = (id) => document.getElementById(id);
const form = $("search"), input = $("q"), told = $("told"), found = $("found"), more = $("more");
const choices = [...form.querySelectorAll("select")];
const PAGE = 10;
let results = [], shown = 0, asked = 0;

const make = (tag, text, ...children) => {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  element.append(...children);
  return element;
};

// Pages are cut by character, see pages/search/cutting.py: what is typed is cut in the same way, and
// each part between blanks, or in quotation marks, is asked for as one phrase.
const cut = (text) => (text.normalize("NFC").match(/[!-~]+|[\p{L}\p{N}]/gu) ?? []).join(" ");
const phrases = (text) =>
  [...text.replace(/[“”„＂]/g, '"').matchAll(/"([^"]*)"|([^\s"]+)/g)]
    .map(([, quoted, bare]) => cut(quoted ?? bare)).filter(Boolean);

// Pages that hold every phrase, the best first; without words, those of the filters.
export const find = async (pagefind, words, filters = {}) => {
  const asked = phrases(words);
  if (words && !asked.length) return [];
  const answers = await Promise.all((asked.length ? asked.map((one) => `"${one}"`) : [null])
    .map(async (one) => (await pagefind.search(one, { filters })).results));
  const score = new Map();
  for (const one of answers.flat()) score.set(one.id, (score.get(one.id) ?? 0) + one.score);
  return answers[0]
    .filter((one) => answers.every((results) => results.some((other) => other.id === one.id)))
    .sort((one, other) => score.get(other.id) - score.get(one.id));
};

// The excerpt comes as markup with <mark>; only text and marks are taken from it.
const excerpt = (markup) => {
  const parsed = new DOMParser().parseFromString(markup.replace(/<\/mark>(\s*)<mark>/g, "$1"), "text/html").body;
  return make("span", "", ...[...parsed.childNodes].map((node) =>
    node.nodeName === "MARK" ? make("mark", node.textContent) : node.textContent));
};

const address = (url) => new URL(url.replace(/^\//, ""), root).href;

const entry = (one) => {
  const link = make("a", "", make("b", one.meta.title));
  link.href = address(one.raw_url ?? one.url);
  const [status, units, years] = ["状态", "承办单位", "年度"].map((name) => one.filters[name] ?? []);
  const about = [...status, units.join("、"), ...years.map((year) => `${year}年度`)];
  link.append(make("span", about.join("　")), excerpt(one.excerpt));
  return make("li", "", link);
};

const show = async () => {
  const turn = asked, next = results.slice(shown, shown + PAGE);
  const loaded = await Promise.all(next.map((one) => one.data()));
  if (turn !== asked) return;
  const items = loaded.map(entry);
  found.append(...items);
  shown += items.length;
  more.hidden = shown >= results.length;
  return items[0];
};

const remember = (words, filters) => {
  const query = new URLSearchParams(filters);
  if (words) query.set("q", words);
  const text = query.toString();
  history.replaceState(null, "", text ? `?${text}` : location.pathname);
};

const search = async (pagefind) => {
  const turn = ++asked, words = input.value.trim();
  const filters = Object.fromEntries(
    choices.filter((c) => c.value).map((c) => [c.dataset.filter, c.value]));
  remember(words, filters);
  if (!words && !Object.keys(filters).length) {
    results = [];
    found.replaceChildren();
    more.hidden = true;
    told.textContent = "请输入关键词，或者选择年度、单位、环节、状态。";
    return;
  }
  told.textContent = "正在搜索…";
  const answer = await find(pagefind, words, filters);
  if (turn !== asked) return;
  results = answer;
  shown = 0;
  found.replaceChildren();
  await show();
  told.textContent = results.length ? `找到${results.length}个事项。` : "没有找到事项，请换一个关键词，或者从目录查找。";
};

const start = async () => {
  const pagefind = await import(new URL("pagefind/pagefind.js", root).href);
  await pagefind.options({ baseUrl: "/", excerptLength: 40 });
  const known = await pagefind.filters();
  const given = new URLSearchParams(location.search);
  for (const choice of choices) {
    const values = Object.entries(known[choice.dataset.filter] ?? {});
    choice.append(...values.map(([value, count]) => {
      const option = make("option", `${value}（${count}）`);
      option.value = value;
      return option;
    }));
    choice.value = given.get(choice.dataset.filter) ?? "";
    if (choice.selectedIndex < 0) choice.value = "";
    choice.addEventListener("change", () => search(pagefind));
  }
  input.value = given.get("q") ?? "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search(pagefind);
  });
  more.querySelector("button").addEventListener("click", async () => {
    const first = await show();
    first?.querySelector("a").focus();
  });
  for (const control of form.elements) control.disabled = false;
  await search(pagefind);
};

start().catch(() => {
  told.textContent = "搜索暂时不能使用，请从目录查找。";
});
