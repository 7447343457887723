// Legal periods reckoned in the browser, from the days that catalog/deadlines.py worked out. It counts, and says how it
// counted, as catalog/clock.py does: tests/pages/test_deadlines_in_browser.py compares both for every day that is known.
const DAY = 86400000, WEEK = "日一二三四五六";

const date = (text) => new Date(`${text}T00:00:00Z`);
const iso = (day) => day.toISOString().slice(0, 10);
const after = (day, days) => new Date(day.getTime() + days * DAY);
const chinese = (day, beside) => {
  const year = beside && beside.getUTCFullYear() === day.getUTCFullYear() ? "" : `${day.getUTCFullYear()}年`;
  return `${year}${day.getUTCMonth() + 1}月${day.getUTCDate()}日`;
};

// What the calendar says of one day; null where no table covers it.
export const calendar = (known) => {
  const [worked, open] = [new Set(known.workdays), new Set(known.provisional)];
  const named = new Map();
  for (const { name, first, last } of known.holidays)
    for (let day = date(first); day <= date(last); day = after(day, 1)) named.set(iso(day), name);
  return (day) => {
    const text = iso(day);
    if (text < known.first || text > known.last) return null;
    const weekend = [0, 6].includes(day.getUTCDay());
    const holiday = named.get(text) ?? "";
    return { day, weekend, holiday, working: worked.has(text) || !(holiday || weekend), open: open.has(text) };
  };
};

const span = (start, run) => {
  const [first, last] = [run[0].day, run.at(-1).day];
  let text = chinese(first, start);
  if (last > first) text += last.getUTCMonth() === first.getUTCMonth() ? `至${last.getUTCDate()}日` : `至${chinese(last, first)}`;
  return `${[...new Set(run.map((one) => one.holiday))].join("、")}假期（${text}）`;
};

const skipped = (start, passed) => {
  const told = [];
  let run = [];
  for (const one of [...passed, { holiday: "" }]) {
    if (one.holiday) run.push(one);
    else if (run.length) { told.push(span(start, run)); run = []; }
  }
  const weekends = passed.filter((one) => !one.working && !one.holiday).length;
  return weekends ? [...told, `周末${weekends}天`] : told;
};

const madeUp = (start, passed) => passed.filter((one) => one.working && one.weekend)
  .map((one) => `${chinese(one.day, start)}（周${WEEK[one.day.getUTCDay()]}，调休上班）`);

// The end of a period that begins on a day, and the sentence that says how; null where a day on the way is not known.
export const reckoned = (look, period, begun) => {
  const start = date(begun), { days, counted } = period;
  if (counted === "clear") {
    const end = after(start, days + 1);
    return { end: iso(end), said: `自${chinese(start)}（不计入）起满${days}日，次日为${chinese(end)}。` };
  }
  const passed = [];
  let end = start, moved = "", open = false;
  if (counted === "working") {
    for (let left = days; left;) {
      end = after(end, 1);
      const one = look(end);
      if (!one) return null;
      passed.push(one);
      left -= one.working;
    }
    open = passed.some((one) => one.open);
  } else {
    const last = after(start, days), off = [];
    let one = look(last);
    while (one && !one.working) {
      off.push(one);
      one = look(after(one.day, 1));
    }
    if (!one) return null;
    open = one.open;
    end = one.day;
    if (off.length) moved = `；该日不是工作日（${skipped(start, off).join("、")}），顺延至${chinese(end)}`;
  }
  const plain = counted === "working" ? end : after(start, days);
  const [over, worked] = [skipped(start, passed), madeUp(start, passed)];
  const said = [
    `自${chinese(start)}（不计入）起第${days}${counted === "working" ? "个工作日" : "日"}为${chinese(plain)}`,
    over.length ? `；其间跳过${over.join("、")}` : "",
    worked.length ? `；${worked.join("、")}计为工作日` : "",
    moved,
    open ? "；部分日期的放假安排尚未公布，结果为暂定" : "",
  ];
  return { end: iso(end), said: `${said.join("")}。` };
};

// The lines that answer, or what keeps from answering.
const answered = (known, look, period, begun) => {
  if (!begun || begun < known.first || begun > known.last)
    return { wrong: `请填写${chinese(date(known.first))}至${chinese(date(known.last))}之间的日期；以后的放假安排尚未公布。` };
  if (begun < period.since || (period.until && begun > period.until))
    return { wrong: `${chinese(date(begun))}没有施行这个期限：${chinese(date(period.since))}起${period.until ? `，至${chinese(date(period.until))}` : ""}。` };
  const found = reckoned(look, period, begun);
  if (!found) return { wrong: `期限要算到${chinese(date(known.last))}以后，放假安排尚未公布，现在还不能计算。` };
  const last = period.counted === "clear" ? "可以办下一步的第一日" : "最后一日";
  return { lines: [[last, chinese(date(found.end))], ["怎样计算", found.said], ["依据", period.article]] };
};

const $ = (id) => document.getElementById(id);

const made = (tag, ...children) => {
  const element = document.createElement(tag);
  element.append(...children);
  return element;
};

const start = async (form) => {
  const known = await (await fetch(form.dataset.known)).json();
  const look = calendar(known);
  const [begun, which, told, found] = ["qi", "which", "told", "found"].map($);
  form.noValidate = true; // what is wrong is said beside the form, in the page's own words
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { wrong, lines } = answered(known, look, known.periods[Number(which.value)], begun.value);
    begun.setAttribute("aria-invalid", String(Boolean(wrong)));
    told.textContent = wrong ?? "";
    found.hidden = Boolean(wrong);
    if (wrong) return begun.focus();
    $("lines").replaceChildren(...lines.map(([term, text]) => made("div", made("dt", term), made("dd", text))));
    $("h-found").focus();
  });
  for (const control of form.elements) control.disabled = false;
  told.textContent = "";
};

start($("qixian")).catch(() => { $("told").textContent = "日期数据没有取到，请检查网络，刷新本页；或者看下面的表。"; });
