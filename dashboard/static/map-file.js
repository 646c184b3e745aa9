/* The map as one file: filter, list, and what the map shows of the incidents.
 *
 * All data stands in one block of JSON. Text of it goes into the page as text, never as HTML.
 * The drawing itself is sarhad-map.js; here the symbols of a view are chosen, as symbols.py and
 * view.py choose them in the dashboard.
 */
(function () {
  "use strict";

  const Sarhad = window.Sarhad;
  const DATA = JSON.parse(document.getElementById("data").textContent);
  const INCIDENTS = DATA.incidents, AREAS = DATA.areas, COUNT = INCIDENTS.id.length;
  const UNIT = 1e5, DAY_MS = 86400000;
  const MOST_LISTED = 2000, MOST_DRAWN = 2000, MOST_AREAS = 60;
  const POINT = 0, AREA = 1, NOWHERE = 2;
  const TABS = [["all", "All", null], ["points", "Points", POINT], ["areas", "Areas", AREA], ["none", "Not placed", NOWHERE]];

  const byId = (id) => document.getElementById(id);
  const words = (number) => (number < 0 ? "" : DATA.texts[number]);
  const of = (name, key) => words(INCIDENTS[name][key]);
  const groupOf = (key) => DATA.types[INCIDENTS.type[key]][2];
  const labelOf = (key) => DATA.types[INCIDENTS.type[key]][1];
  const many = (n) => (n === 1 ? "1 incident" : n.toLocaleString("en") + " incidents");
  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  function element(tag, css, text) {
    const made = document.createElement(tag);
    if (css) made.className = css;
    if (text) {
      made.textContent = text;
      made.dir = "auto";
    }
    return made;
  }

  /* ---- what is chosen: kept in the address, so that a link opens the same view --------------- */

  const chosen = { from: "", to: "", types: new Set(), words: "", known: "all", key: -1, theme: "", view: null };
  let narrowed = null; // the incidents of a clicked place, until the filter changes

  function readAddress() {
    const query = new URLSearchParams(window.location.hash.slice(1));
    const day = (name) => (/^\d{4}-\d\d-\d\d$/.test(query.get(name) || "") ? query.get(name) : "");
    const codes = DATA.types.map((type) => type[0]);
    chosen.from = day("from");
    chosen.to = day("to");
    chosen.types = new Set((query.get("type") || "").split(",").filter((code) => codes.includes(code)));
    chosen.words = (query.get("q") || "").slice(0, 200);
    chosen.known = TABS.some((tab) => tab[0] === query.get("known")) ? query.get("known") : "all";
    chosen.theme = ["light", "dark"].includes(query.get("theme")) ? query.get("theme") : "";
    const id = query.get("incident");
    chosen.key = id ? INCIDENTS.id.findIndex((number) => words(number) === id) : -1;
    const view = (query.get("view") || "").split(",").map(Number);
    chosen.view = view.length === 3 && view.every(Number.isFinite) ? [view[1], view[0], view[2]] : null;
  }

  function writeAddress() {
    const query = new URLSearchParams();
    if (chosen.from) query.set("from", chosen.from);
    if (chosen.to) query.set("to", chosen.to);
    if (chosen.types.size) query.set("type", Array.from(chosen.types).sort().join(","));
    if (chosen.words) query.set("q", chosen.words);
    if (chosen.known !== "all") query.set("known", chosen.known);
    if (chosen.key >= 0) query.set("incident", of("id", chosen.key));
    if (chosen.theme) query.set("theme", chosen.theme);
    if (chosen.view) query.set("view", [chosen.view[1].toFixed(4), chosen.view[0].toFixed(4), chosen.view[2]].join(","));
    const hash = "#" + query.toString().replace(/%2C/g, ",");
    if (hash === (window.location.hash || "#")) return;
    try {
      window.history.replaceState(null, "", hash);
    } catch (error) {
      // some browsers allow only so many in a while; the next change brings the address up to date
    }
  }

  /* ---- the filter ----------------------------------------------------------------------------- */

  const folded = (text) =>
    text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").split(/\s+/).filter(Boolean).join(" ");
  const searched = [];
  function searchKey(key) {
    if (searched[key] === undefined) {
      const facts = INCIDENTS.facts[key].map((fact) => fact.map(words).join(" "));
      const told = ["id", "place", "summary", "who"].map((name) => of(name, key));
      searched[key] = folded([...told, labelOf(key), ...facts].join(" "));
    }
    return searched[key];
  }

  const dayNumber = (text) => (text ? Math.round(Date.parse(text + "T00:00:00Z") / DAY_MS) : null);

  /* Rows that all but the ticked types let through; a month's incident is found by any of its days. */
  function matching() {
    const from = dayNumber(chosen.from), to = dayNumber(chosen.to), wanted = folded(chosen.words).split(" ");
    const rows = [];
    for (let key = 0; key < COUNT; key++) {
      if (from !== null && INCIDENTS.last[key] < from) continue;
      if (to !== null && INCIDENTS.first[key] > to) continue;
      if (chosen.words && !wanted.every((word) => searchKey(key).includes(word))) continue;
      rows.push(key);
    }
    return rows;
  }

  let shown = [];

  function applyFilter() {
    const rows = matching(), counts = DATA.types.map(() => 0);
    for (const key of rows) counts[INCIDENTS.type[key]] += 1;
    shown = chosen.types.size ? rows.filter((key) => chosen.types.has(DATA.types[INCIDENTS.type[key]][0])) : rows;
    const crossed = chosen.from && chosen.to && chosen.from > chosen.to;
    byId("problem").hidden = !crossed;
    byId("problem").textContent = crossed ? "From lies after To, so nothing can match; swap them." : "";
    for (const box of byId("types").querySelectorAll("input")) {
      const n = counts[Number(box.dataset.number)];
      box.parentNode.classList.toggle("mf-none", !n);
      box.parentNode.querySelector(".mf-count").textContent = n.toLocaleString("en");
    }
    const open = chosen.from || chosen.to || chosen.words || chosen.types.size;
    byId("reset").disabled = !open;
    byId("said").textContent = inWords();
    showFigures();
    showList();
    draw();
    writeAddress();
  }

  function inWords() {
    const labels = DATA.types.filter((type) => chosen.types.has(type[0])).map((type) => type[1]);
    const parts = [
      chosen.from && "from " + chosen.from, chosen.to && "to " + chosen.to,
      labels.join(", "), chosen.words && "with the words “" + chosen.words + "”",
    ].filter(Boolean);
    return parts.length ? "Filter: " + parts.join("; ") : "";
  }

  function showFigures() {
    const known = [0, 0, 0];
    for (const key of shown) known[INCIDENTS.known[key]] += 1;
    const figures = [
      ["showing", shown.length.toLocaleString("en") + " of " + COUNT.toLocaleString("en"), ""],
      ["", known[POINT].toLocaleString("en"), known[POINT] === 1 ? "point" : "points"],
      ["", known[AREA].toLocaleString("en"), "known to an area only"],
      ["", known[NOWHERE].toLocaleString("en"), "not placed, in the list only"],
    ];
    byId("figures").replaceChildren(...figures.map(([before, number, after]) => {
      const figure = element("div", "sr-figure");
      if (before) figure.append(element("span", "sr-label", before));
      figure.append(element("span", "sr-number", number));
      if (after) figure.append(element("span", "sr-label", after));
      return figure;
    }));
  }

  function changed() {
    narrowed = null;
    chosen.from = byId("from").value;
    chosen.to = byId("to").value;
    chosen.words = byId("words").value.trim();
    const ticked = Array.from(byId("types").querySelectorAll("input:checked"));
    chosen.types = new Set(ticked.map((box) => box.value));
    applyFilter();
    if (chosen.key >= 0 && !shown.includes(chosen.key)) choose(-1);
  }

  function fillForm() {
    byId("from").value = chosen.from;
    byId("to").value = chosen.to;
    byId("words").value = chosen.words;
    for (const box of byId("types").querySelectorAll("input")) box.checked = chosen.types.has(box.value);
  }

  function symbol(group) {
    const SVG = "http://www.w3.org/2000/svg", [, outline, small] = DATA.looks.light[group];
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "-8 -8 16 16");
    svg.setAttribute("class", "mf-symbol");
    svg.setAttribute("aria-hidden", "true");
    const mark = document.createElementNS(SVG, outline.length ? "polygon" : "circle");
    if (outline.length) mark.setAttribute("points", outline.map((v) => v * 6).join(" "));
    else mark.setAttribute("r", small ? 3.9 : 6);
    mark.style.fill = "var(--look-" + group + ")";
    svg.append(mark);
    return svg;
  }

  function makeTypes() {
    const present = new Set(INCIDENTS.type);
    DATA.types.forEach(([code, label, group], number) => {
      if (!present.has(number)) return;
      const row = element("label", "mf-type"), box = element("input");
      box.type = "checkbox";
      box.value = code;
      box.dataset.number = number;
      row.append(box, symbol(group), element("span", "", label), element("span", "mf-count"));
      byId("types").append(row);
    });
  }

  /* ---- the list ------------------------------------------------------------------------------- */

  function listed() {
    const wanted = TABS.find((tab) => tab[0] === chosen.known)[2];
    let rows = shown;
    if (narrowed) rows = rows.filter((key) => narrowed.has(key));
    else if (wanted !== null) rows = rows.filter((key) => INCIDENTS.known[key] === wanted);
    if (rows.length <= MOST_LISTED) return { rows: rows, of: rows.length };
    const first = rows.slice(0, MOST_LISTED);
    if (chosen.key >= 0 && rows.includes(chosen.key) && !first.includes(chosen.key)) first.push(chosen.key);
    return { rows: first, of: rows.length };
  }

  function showList() {
    for (const button of byId("known").children) {
      const [name, label, kind] = TABS.find((tab) => tab[0] === button.value);
      const n = kind === null ? shown.length : shown.filter((key) => INCIDENTS.known[key] === kind).length;
      button.setAttribute("aria-pressed", String(!narrowed && name === chosen.known));
      button.replaceChildren(label + " ", element("span", "", n.toLocaleString("en")));
    }
    const found = listed();
    byId("narrowed").hidden = !narrowed;
    byId("narrowed").textContent = "The " + many(found.of) + " of the clicked place; show all again";
    const rows = found.rows.map(listRow);
    if (!rows.length) {
      const why = !COUNT ? "No incidents in this file: nothing matched the filter that it was made with."
        : !shown.length ? "No incident matches; widen the dates, words or types." : "None of those shown.";
      rows.push(element("li", "mf-empty", why));
    }
    byId("list").replaceChildren(...rows);
    const first = byId("list").querySelector(".mf-open .mf-row") || byId("list").querySelector(".mf-row");
    if (first) first.tabIndex = 0;
    byId("more").textContent = found.of > found.rows.length
      ? "The first " + MOST_LISTED.toLocaleString("en") + " of " + found.of.toLocaleString("en") +
        " are listed; narrow the filter to see the others." : "";
  }

  function listRow(key) {
    const item = element("li"), row = element("button", "mf-row"), kind = INCIDENTS.known[key];
    item.dataset.key = key;
    row.type = "button";
    row.tabIndex = -1;
    row.append(symbol(groupOf(key)), element("span", "mf-place", of("place", key)), element("span", "mf-date", of("date", key)),
      element("span", "mf-kind", labelOf(key)));
    if (kind !== POINT) row.append(element("span", "mf-known", kind === AREA ? "area" : "not placed"));
    item.append(row);
    setOpen(item, key === chosen.key);
    return item;
  }

  function setOpen(item, open) {
    item.classList.toggle("mf-open", open);
    item.querySelector(".mf-row").setAttribute("aria-expanded", String(open));
    const old = item.querySelector(".mf-record");
    if (old) old.remove();
    if (open) item.append(record(Number(item.dataset.key)));
  }

  function record(key) {
    const box = element("div", "mf-record sr-record");
    box.append(element("div", "sr-when", of("when", key)));
    if (INCIDENTS.summary[key] >= 0) box.append(element("p", "", of("summary", key)));
    const meta = element("div", "sr-meta"), status = of("status", key);
    if (status) meta.append(element("span", "sr-chip" + (status === "Disputed" ? " sr-disputed" : ""), status));
    if (INCIDENTS.who[key] >= 0) meta.append(element("span", "", of("who", key)));
    box.append(meta);
    const facts = element("dl", "sr-evidence");
    for (const [term, said, detail] of INCIDENTS.facts[key].map((fact) => fact.map(words))) {
      const pair = element("div", term === "Contradiction" ? "sr-conflict" : ""), told = element("dd", "", said);
      if (detail) told.append(element("small", "", detail));
      pair.append(element("dt", "", term), told);
      facts.append(pair);
    }
    box.append(facts);
    const sources = INCIDENTS.sources[key], n = INCIDENTS.accounts[key];
    if (sources.length) box.append(element("h3", "", "Who says so"), ...sources.map(source));
    else if (n) box.append(element("p", "sr-note", n === 1 ? "From 1 account" : "From " + n + " accounts"));
    box.append(element("p", "sr-note", "Record " + of("id", key)));
    return box;
  }

  function source(numbers) {
    const [whose, where, said, name, address] = numbers.map(words), box = element("div", "sr-claim");
    box.append(element("div", "sr-source", [whose, where].filter(Boolean).join(": ")));
    if (said) box.append(element("div", "", said));
    const link = element(/^https?:\/\//i.test(address) ? "a" : "span", "", name);
    if (link.tagName === "A") {
      link.href = address;
      link.target = "_blank";
      link.rel = "noopener noreferrer nofollow";
    }
    box.append(link);
    return box;
  }

  function choose(key) {
    const before = byId("list").querySelector(".mf-open");
    chosen.key = key;
    if (before) setOpen(before, false);
    if (key >= 0) {
      let item = byId("list").querySelector('li[data-key="' + key + '"]');
      if (!item && shown.includes(key)) {
        narrowed = null;
        chosen.known = "all";
        showList();
        item = byId("list").querySelector('li[data-key="' + key + '"]');
      }
      if (item) {
        if (!item.classList.contains("mf-open")) setOpen(item, true);
        focusable(item.querySelector(".mf-row"));
        reveal(item);
      }
    }
    draw();
    writeAddress();
  }

  function focusable(row) {
    const old = byId("list").querySelector('.mf-row[tabindex="0"]');
    if (old) old.tabIndex = -1;
    row.tabIndex = 0;
  }

  /* Scrolls the list, and only the list, to an incident; on a phone the page stays at the map. */
  function reveal(item) {
    const list = byId("list");
    if (list.scrollHeight <= list.clientHeight + 1) return;
    const top = item.offsetTop - list.offsetTop, bottom = top + item.offsetHeight;
    if (top < list.scrollTop || bottom > list.scrollTop + list.clientHeight) list.scrollTop = Math.max(0, top - 40);
  }

  function onListKey(event) {
    const row = event.target.closest(".mf-row");
    if (!row) return;
    const rows = Array.from(byId("list").querySelectorAll(".mf-row")), at = rows.indexOf(row);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (event.key === "Escape") choose(-1);
    if (to === undefined || !rows[to]) return;
    event.preventDefault();
    focusable(rows[to]);
    rows[to].focus();
  }

  /* ---- what the map shows --------------------------------------------------------------------- */

  const map = (() => {
    readAddress();
    Sarhad.basemaps.file = DATA.basemap;
    return Sarhad.map("map", {
      basemap: "file", theme: themeNow(), looks: DATA.looks[themeNow()], zooms: DATA.zooms, view: chosen.view,
      label: "Map of incidents near the border. Arrow keys move it, plus and minus zoom. The list beside the map holds the same incidents.",
      attribution: "© OpenStreetMap contributors · GeoNames · Natural Earth · The line is not a legal boundary",
    });
  })();

  /* The map decodes &#N; in what it is handed, so the sign itself travels encoded. */
  const encoded = (text) => text.replace(/&/g, "&#38;").replace(/\n/g, "&#10;");
  const popupOf = (key) =>
    [of("place", key), labelOf(key) + ", " + of("when", key), of("summary", key)].filter(Boolean).map(encoded);

  function draw() {
    const before = map.sarhad.layer, raw = layerOf(map.getBounds(), map.getZoom());
    const layer = Sarhad.layer(map, raw);
    layer.on("click", () => onMapClick(layer.getTooltip().getContent()));
    layer.addTo(map);
    if (before) before.remove();
    byId("map").dataset.incidents = raw.p.key.length + raw.c.count.reduce((a, b) => a + b, 0) +
      raw.a.reduce((a, area) => a + area.count, 0);
  }

  /* Vague places are areas while they are few, and clustered like the others where they are many. */
  function layerOf(bounds, zoom) {
    const padded = bounds.pad(0.2), single = [], vague = [], areas = new Map();
    const inView = (key, box) => box.contains([INCIDENTS.lat[key] / UNIT, INCIDENTS.lon[key] / UNIT]);
    const addTo = (area, key) => areas.set(area, [...(areas.get(area) || []), key]);
    for (const key of shown) {
      if (INCIDENTS.lon[key] === null) {
        if (INCIDENTS.area[key] >= 0) addTo(INCIDENTS.area[key], key);
      } else if (INCIDENTS.area[key] >= 0 && inView(key, bounds)) vague.push(key);
      else if (inView(key, padded)) single.push(key);
    }
    if (new Set(vague.map((key) => INCIDENTS.area[key])).size > MOST_AREAS) single.push(...vague);
    else for (const key of vague) addTo(INCIDENTS.area[key], key);
    const groups = grouped(single, Math.round(zoom));
    return {
      p: pointsOf(groups.filter((g) => g.keys.length === 1).map((g) => g.keys[0])),
      c: clustersOf(groups.filter((g) => g.keys.length > 1)),
      a: Array.from(areas, ([number, keys]) => areaOf(number, keys)),
      s: selectionOf(chosen.key),
    };
  }

  /* Incidents whose symbols would lie on each other, together; as symbols.aggregate does it. */
  function grouped(keys, level) {
    const pxPerDeg = (256 * Math.pow(2, level)) / 360, flat = Math.cos((27.5 * Math.PI) / 180);
    const x = (key) => (INCIDENTS.lon[key] / UNIT) * pxPerDeg;
    const y = (key) => ((INCIDENTS.lat[key] / UNIT) * pxPerDeg) / flat;
    let cellPx = keys.length <= MOST_DRAWN ? 13 : 64, cells;
    do {
      cells = new Map();
      for (const key of keys) {
        const name = Math.floor(x(key) / cellPx) + ":" + Math.floor(y(key) / cellPx);
        if (cells.has(name)) cells.get(name).push(key);
        else cells.set(name, [key]);
      }
      cellPx *= 2;
    } while (cells.size > MOST_DRAWN);
    const mean = (list, at) => list.reduce((sum, key) => sum + at(key), 0) / list.length;
    const radius = (n) => (n > 1 ? Math.min(30, 8.5 + 2.4 * Math.log2(n)) : 6);
    const groups = Array.from(cells.values(), (list) => ({ keys: list, x: mean(list, x), y: mean(list, y), r: radius(list.length) }));
    const rings = groups.filter((g) => g.keys.length > 1).sort((a, b) => b.keys.length - a.keys.length);
    for (const ring of rings) {
      if (ring.taken) continue;
      ring.taken = true; // by itself: no other ring takes it any more
      for (const g of groups) {
        if (g.taken || Math.hypot(g.x - ring.x, g.y - ring.y) >= g.r + ring.r - 4) continue;
        g.taken = g.gone = true;
        ring.keys = ring.keys.concat(g.keys);
      }
    }
    return groups.filter((g) => !g.gone);
  }

  function pointsOf(keys) {
    const column = (name) => keys.map((key) => INCIDENTS[name][key]);
    return {
      lon: column("lon"), lat: column("lat"), type: keys.map(groupOf), radius: column("radius"), sure: column("sure"),
      key: keys, hatched: column("hatched"), popup: keys.map(popupOf),
      tip: keys.map((key) => encoded(of("date", key) + " · " + labelOf(key) + "\n" + of("place", key))),
    };
  }

  function clustersOf(groups) {
    const mean = (g, name) => g.keys.reduce((sum, key) => sum + INCIDENTS[name][key], 0) / g.keys.length;
    const mixes = groups.map((g) => {
      const counts = DATA.groups.map(() => 0);
      for (const key of g.keys) counts[groupOf(key)] += 1;
      return counts;
    });
    const boxes = groups.map((g) => {
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const key of g.keys) {
        const lon = INCIDENTS.lon[key], lat = INCIDENTS.lat[key];
        box[0] = Math.min(box[0], lon);
        box[1] = Math.min(box[1], lat);
        box[2] = Math.max(box[2], lon);
        box[3] = Math.max(box[3], lat);
      }
      return box;
    });
    return {
      lon: groups.map((g) => mean(g, "lon")), lat: groups.map((g) => mean(g, "lat")),
      count: groups.map((g) => g.keys.length), keys: groups.map((g) => g.keys), box: boxes,
      mix: mixes.map((counts) => counts.flatMap((n, group) => (n ? [group, n] : []))),
      tip: mixes.map((counts, i) => encoded([many(groups[i].keys.length),
        ...counts.flatMap((n, group) => (n ? [n.toLocaleString("en") + " " + DATA.groups[group]] : []))].join("\n"))),
    };
  }

  function areaOf(number, keys) {
    const area = AREAS[number], groups = new Set(keys.map(groupOf)), name = words(area.name);
    const known = many(keys.length) + words(area.known), tip = encoded(name + ": " + known);
    return {
      rings: area.rings, lon: area.at[0], lat: area.at[1], keys: keys, count: keys.length, hatched: 0,
      type: groups.size === 1 ? groupOf(keys[0]) : null, tinted: area.tinted, tip: tip,
      popup: keys.length === 1 ? [...popupOf(keys[0]), tip] : [name, known].map(encoded),
    };
  }

  function selectionOf(key) {
    if (key < 0 || !shown.includes(key)) return null;
    const lon = INCIDENTS.lon[key], lat = INCIDENTS.lat[key], to = INCIDENTS.nearest[key];
    return {
      key: key, label: encoded(of("label", key)), outlines: [], point: lon === null ? null : [lon, lat],
      line: lon !== null && to ? [lon, lat, to[0] - lon, to[1] - lat] : [],
    };
  }

  /* What was clicked comes as "kind:keys@serial". */
  function onMapClick(told) {
    const kind = told.split(":")[0], keys = told.split(":")[1].split("@")[0].split(",").filter(Boolean).map(Number);
    if (keys.length === 1) {
      choose(keys[0]);
    } else if (kind === "area" || keys.every((key) => sameplace(key, keys[0]))) {
      narrowed = new Set(keys);
      choose(-1);
      showList();
    }
  }

  const sameplace = (a, b) =>
    Math.abs(INCIDENTS.lon[a] - INCIDENTS.lon[b]) <= 2 && Math.abs(INCIDENTS.lat[a] - INCIDENTS.lat[b]) <= 2;

  /* Moves the map to an incident chosen in the list, if it is out of sight or inside a cluster. */
  function goTo(key) {
    map.closePopup();
    const animate = { animate: !calm() };
    if (INCIDENTS.lon[key] !== null && INCIDENTS.known[key] === POINT) {
      const at = L.latLng(INCIDENTS.lat[key] / UNIT, INCIDENTS.lon[key] / UNIT);
      const mixed = map.sarhad.data.clusters.keys.some((keys) => keys.includes(key) && !keys.every((k) => sameplace(k, key)));
      if (mixed || !map.getBounds().pad(-0.1).contains(at)) map.setView(at, Math.max(map.getZoom(), mixed ? 10 : 8), animate);
    } else if (INCIDENTS.area[key] >= 0) {
      const area = AREAS[INCIDENTS.area[key]], at = L.latLng(area.at[1] / UNIT, area.at[0] / UNIT);
      if (!map.getBounds().pad(-0.1).contains(at)) map.panTo(at, animate);
    }
  }

  /* ---- themes, print -------------------------------------------------------------------------- */

  function themeNow() {
    if (chosen.theme) return chosen.theme;
    if (DATA.theme !== "system") return DATA.theme;
    return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  function wear(theme) {
    const root = document.documentElement;
    root.classList.toggle("sr-dark", theme === "dark");
    DATA.looks[theme].forEach((look, group) => root.style.setProperty("--look-" + group, look[0]));
    byId("theme").textContent = theme === "dark" ? "Light" : "Dark";
    byId("theme").setAttribute("aria-label", theme === "dark" ? "Light theme" : "Dark theme");
    map.sarhad.wear(theme, DATA.looks[theme]);
  }

  let printed = null; // the view to go back to

  function beforePrint() {
    const bounds = map.getBounds();
    printed = { centre: map.getCenter(), zoom: map.getZoom(), limits: map.options.maxBounds, about: byId("about").open };
    map.setMaxBounds(null);
    document.documentElement.classList.add("mf-printing");
    byId("about").open = true;
    wear("light");
    map.invalidateSize({ pan: false });
    map.fitBounds(bounds, { animate: false });
    printed.sheet = sheet();
    map.getContainer().append(printed.sheet);
  }

  /* The drawn canvases as one: browsers print what was drawn last on a canvas, not all of it. */
  function sheet() {
    const made = element("canvas", "mf-sheet"), at = map.getContainer().getBoundingClientRect();
    const ratio = 2, ctx = made.getContext("2d");
    made.width = at.width * ratio;
    made.height = at.height * ratio;
    ctx.scale(ratio, ratio);
    for (const canvas of map.getPane("mapPane").querySelectorAll("canvas")) {
      const box = canvas.getBoundingClientRect();
      ctx.drawImage(canvas, box.x - at.x, box.y - at.y, box.width, box.height);
    }
    return made;
  }

  function afterPrint() {
    if (!printed) return;
    printed.sheet.remove();
    document.documentElement.classList.remove("mf-printing");
    byId("about").open = printed.about;
    wear(themeNow());
    // the page has its own width again only once the printer is done with it
    const view = printed, back = () => map.setView(view.centre, view.zoom, { animate: false });
    map.on("resize", back);
    map.invalidateSize({ pan: false });
    window.setTimeout(() => {
      map.off("resize", back);
      map.setMaxBounds(view.limits);
      printed = null;
    }, 1000);
  }

  /* ---- all together --------------------------------------------------------------------------- */

  function start() {
    document.title = DATA.title;
    byId("title").textContent = DATA.title;
    byId("title").dir = "auto";
    makeTypes();
    for (const [name] of TABS) {
      const button = element("button");
      button.type = "button";
      button.value = name;
      byId("known").append(button);
    }
    for (const [term, value] of [["Made", DATA.made], ...DATA.hashes]) {
      byId("hashes").append(element("dt", "", term), element("dd", "", value));
    }
    fillForm();
    wear(themeNow());
    applyFilter();
    if (chosen.key >= 0) choose(chosen.key);

    let typing = 0;
    byId("form").addEventListener("input", (event) => {
      window.clearTimeout(typing);
      typing = window.setTimeout(changed, event.target.id === "words" ? 150 : 0);
    });
    byId("form").addEventListener("submit", (event) => event.preventDefault());
    byId("form").addEventListener("reset", () => window.setTimeout(changed, 0));
    byId("known").addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      narrowed = null;
      chosen.known = button.value;
      showList();
      writeAddress();
    });
    byId("narrowed").addEventListener("click", () => {
      narrowed = null;
      showList();
    });
    byId("list").addEventListener("click", (event) => {
      const row = event.target.closest(".mf-row");
      if (!row) return;
      const key = Number(row.parentNode.dataset.key);
      choose(key === chosen.key ? -1 : key);
      if (chosen.key >= 0) goTo(key);
    });
    byId("list").addEventListener("keydown", onListKey);
    byId("theme").addEventListener("click", () => {
      chosen.theme = themeNow() === "dark" ? "light" : "dark";
      wear(chosen.theme);
      writeAddress();
    });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => wear(themeNow()));
    const narrow = window.matchMedia("(max-width: 720px)");
    const fold = () => (byId("filter").open = !narrow.matches);
    narrow.addEventListener("change", fold);
    fold();
    // the view goes into the address once the reader has moved the map
    let moved = Boolean(chosen.view);
    for (const name of ["pointerdown", "wheel", "keydown"]) {
      byId("map").addEventListener(name, () => (moved = true), { passive: true });
    }
    byId("list").addEventListener("click", () => (moved = true));
    map.on("moveend", () => {
      draw();
      if (!moved || printed) return;
      chosen.view = [map.getCenter().lat, map.getCenter().lng, Math.round(map.getZoom() * 100) / 100];
      writeAddress();
    });
    window.addEventListener("hashchange", () => {
      readAddress();
      fillForm();
      wear(themeNow());
      if (chosen.view) map.setView([chosen.view[0], chosen.view[1]], chosen.view[2], { animate: false });
      applyFilter();
    });
    window.addEventListener("beforeprint", beforePrint);
    window.addEventListener("afterprint", afterPrint);
    Sarhad.opened = map;
    document.documentElement.dataset.ready = "yes";
  }

  start();
})();
