/* The list of incidents beside the map: a list box whose rows are pointed at, opened and walked by
 * keys. The map hears of the row that is pointed at by its `data-key` (see sarhad-map.js).
 */

/* The list, and this script with it, leaves the page while a record is open: the page keeps where
 * it was for the way back. */
const left = (window.sarhadListLeft = window.sarhadListLeft || {});

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector(".sr-list");
  const scroller = list.closest(".st-key-list") || list;
  const options = data.rows.map(option);
  const signature = data.rows.map((row) => row.id).join();
  const isNew = !list.childElementCount;
  let active = -1;

  list.setAttribute("aria-label", data.label);
  list.replaceChildren(...options);
  list.removeAttribute("aria-activedescendant");
  const foot = list.parentElement.querySelector(".sr-list-more") || button(list);
  foot.hidden = !data.more;
  foot.textContent = data.more;
  foot.onclick = () => setTriggerValue("more", true);

  if (signature === left.rows) {
    if (isNew) scroller.scrollTop = left.top;
    mark(data.rows.findIndex((row) => row.id === left.id));
    if (isNew && document.activeElement === document.body) list.focus({ preventScroll: true });
  } else {
    Object.assign(left, { rows: signature, top: 0, id: null });
  }

  list.onclick = (event) => {
    const row = event.target.closest("[data-key]");
    if (row) open(options.indexOf(row));
  };
  list.onkeydown = (event) => {
    const page = Math.max(1, Math.floor(scroller.clientHeight / (options[0] ? options[0].offsetHeight : 1)) - 1);
    const to = {
      ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page,
      Home: 0, End: options.length - 1,
    }[event.key];
    if (to !== undefined && options.length) walk(Math.max(0, Math.min(options.length - 1, to)));
    else if ((event.key === "Enter" || event.key === " ") && active >= 0) open(active);
    else return;
    event.preventDefault();
  };
  list.onfocus = () => { if (active < 0 && options.length && list.matches(":focus-visible")) walk(0); };

  function mark(at) {
    if (options[active]) options[active].removeAttribute("aria-selected");
    active = at;
    if (at < 0) return;
    options[at].setAttribute("aria-selected", "true");
    list.setAttribute("aria-activedescendant", options[at].id);
    left.id = data.rows[at].id;
  }

  function walk(to) {
    mark(to);
    options[to].scrollIntoView({ block: "nearest" });
    options[to].dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
  }

  function open(at) {
    mark(at);
    left.top = scroller.scrollTop;
    setTriggerValue("opened", data.rows[at].id);
  }
}

function option(row, i) {
  const box = element("div", "sr-list-row");
  box.id = `sr-list-${i}`;
  box.dataset.key = row.key;
  box.setAttribute("role", "option");
  const head = element("div", "sr-list-head");
  head.append(
    element("span", `sr-sign sr-sign-${row.code}`), element("span", "sr-list-date", row.date),
    element("span", "", row.type), ...row.tags.map((tag) => element("span", "sr-list-tag", tag)),
  );
  box.append(head);
  if (row.place) box.append(element("div", "sr-list-place", row.place));
  if (row.what) box.append(element("div", "sr-list-what", row.what));
  return box;
}

function button(list) {
  const made = element("button", "sr-list-more");
  made.type = "button";
  list.after(made);
  return made;
}

function element(kind, css, text) {
  const made = document.createElement(kind);
  made.className = css;
  if (text !== undefined) {
    made.textContent = text;
    made.dir = "auto";
  }
  return made;
}
