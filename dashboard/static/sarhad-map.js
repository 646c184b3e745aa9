/* The map: base map, border and incident symbols, drawn on canvas over Leaflet.
 *
 * Python hands over numbers and entity-encoded text, nothing else. Text is decoded here and then
 * only ever drawn or set as text, never parsed as HTML.
 *
 * Sarhad.basemaps[name]        base map data, put there by its own script
 * Sarhad.map(id, settings)     makes the map; called by the base map's script
 * Sarhad.layer(map, data)      makes the layer of incidents; called on every update
 *
 * Inlined into a file of its own, it takes the typeface and the first view from that file.
 */
(function () {
  "use strict";

  const Sarhad = (window.Sarhad = window.Sarhad || {});
  const HERE = document.currentScript ? document.currentScript.src : window.location.href;
  Sarhad.basemaps = Sarhad.basemaps || {};

  const FONT = '"Sarhad Sans", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif';
  const OWN_SCRIPT_FONT = '"Sarhad Sans", "Noto Naskh Arabic", "Noto Sans Arabic", "Segoe UI", Tahoma, "DejaVu Sans", sans-serif';
  const ARABIC = "U+0600-06FF, U+0750-077F, U+08A0-08FF, U+200C-200D, U+FB50-FDFF, U+FE70-FEFC";
  const JOINED = /[\u0600-\u06ff]/; // letters that hang together are not spaced apart
  const UNIT = 1e5; // coordinates travel as whole hundred-thousandths of a degree
  const SYMBOL_PX = 6, SIGN_PX = 4.6;
  const DISC_FROM_PX = 11; // below this a disc is a ring around its symbol

  const THEMES = {
    light: {
      paper: "#FBFAF7",
      sea: "#D6E0E6", shore: "#C9D6DE", shoreLine: "#9FB3C0", land: "#EFEBE2",
      negative: "#F7F3E9", positive: "#F3F0EE", lake: "#D6E0E6", lakeLine: "#AEBFCA",
      province: "#B9B1A2", country: "#948B7C", halo: "#8A8071", haloAlpha: 0.25,
      border: "#2E2A25", casing: "#FFFEFA", ink: "#3A352E", quiet: "#8F8778", water: "#7F9AAA",
      place: "#4A443B", label: "#F7F4EC", chip: "#FFFEFB", chipLine: "#6B655A", neutral: "#6F685C",
      symbolCase: "#FFFEFB", selected: "#14110D", accent: "#0F5C73", fill: 0.17,
    },
    dark: {
      paper: "#16191D",
      sea: "#141A20", shore: "#182028", shoreLine: "#33414D", land: "#22262B",
      negative: "#2B2E31", positive: "#292D34", lake: "#151C23", lakeLine: "#33414D",
      province: "#4B5057", country: "#767A7E", halo: "#C9C2B2", haloAlpha: 0.17,
      border: "#EDE7DA", casing: "#14171A", ink: "#E2DCCF", quiet: "#868A8E", water: "#56697A",
      place: "#C4BEB2", label: "#23272C", chip: "#1B1F24", chipLine: "#A8A296", neutral: "#B5AFA2",
      symbolCase: "#15181C", selected: "#FFFDF6", accent: "#6CB8CF", fill: 0.2,
    },
  };

  const text = (encoded) =>
    String(encoded).replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));

  /* ---- geometry: degrees to the unit square of Web Mercator, and on to pixels ------------- */

  const worldX = (lon) => (lon + 180) / 360;
  const worldY = (lat) => {
    const s = Math.sin((lat * Math.PI) / 180);
    return 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI);
  };

  function unpack(deltas) {
    const n = deltas.length / 2;
    const line = { x: new Float64Array(n), y: new Float64Array(n), box: [1, 1, 0, 0] };
    let lon = 0, lat = 0;
    for (let i = 0; i < n; i++) {
      lon += deltas[2 * i];
      lat += deltas[2 * i + 1];
      const x = (line.x[i] = worldX(lon / UNIT)), y = (line.y[i] = worldY(lat / UNIT));
      if (x < line.box[0]) line.box[0] = x;
      if (y < line.box[1]) line.box[1] = y;
      if (x > line.box[2]) line.box[2] = x;
      if (y > line.box[3]) line.box[3] = y;
    }
    return line;
  }

  const outcode = (x, y, v) =>
    (x < v.x0 ? 1 : x > v.x1 ? 2 : 0) | (y < v.y0 ? 4 : y > v.y1 ? 8 : 0);

  const apart = (line, v) =>
    line.box[2] * v.k - v.ox < v.x0 || line.box[0] * v.k - v.ox > v.x1 ||
    line.box[3] * v.k - v.oy < v.y0 || line.box[1] * v.k - v.oy > v.y1;

  /* Adds a ring to the path; what lies outside on one side is cut short, nothing inside moves. */
  function traceRing(ctx, ring, v) {
    if (apart(ring, v)) return false;
    const n = ring.x.length;
    let px = ring.x[0] * v.k - v.ox, py = ring.y[0] * v.k - v.oy;
    let code = outcode(px, py, v), drawnX = px, drawnY = py, drawnCode = code;
    ctx.moveTo(px, py);
    for (let i = 1; i < n; i++) {
      const x = ring.x[i] * v.k - v.ox, y = ring.y[i] * v.k - v.oy, c = outcode(x, y, v);
      const last = i === n - 1;
      if (!last && c & drawnCode) {
        const nx = ring.x[i + 1] * v.k - v.ox, ny = ring.y[i + 1] * v.k - v.oy;
        if (c & drawnCode & outcode(nx, ny, v)) continue;
      }
      if (!last && !c && Math.abs(x - drawnX) + Math.abs(y - drawnY) < 0.8) continue;
      ctx.lineTo(x, y);
      drawnX = x; drawnY = y; drawnCode = c;
    }
    ctx.closePath();
    return true;
  }

  /* Adds the vertices from..to of a line to the path, without the parts out of view. */
  function traceLine(ctx, line, v, from, to) {
    if (apart(line, v)) return;
    let x0 = line.x[from] * v.k - v.ox, y0 = line.y[from] * v.k - v.oy, c0 = outcode(x0, y0, v);
    let pen = false;
    for (let i = from + 1; i <= to; i++) {
      const x = line.x[i] * v.k - v.ox, y = line.y[i] * v.k - v.oy;
      if (i < to && Math.abs(x - x0) + Math.abs(y - y0) < 0.8) continue;
      const c = outcode(x, y, v);
      if (c0 & c) pen = false;
      else {
        if (!pen) ctx.moveTo(x0, y0);
        ctx.lineTo(x, y);
        pen = true;
      }
      x0 = x; y0 = y; c0 = c;
    }
  }

  const wholeLine = (ctx, line, v) => traceLine(ctx, line, v, 0, line.x.length - 1);

  /* ---- a canvas as wide as the view and a fifth more, moved along with the map ------------- */

  const CanvasPane = L.Renderer.extend({
    options: { padding: 0.2 },

    initialize: function (pane, draw) {
      L.Renderer.prototype.initialize.call(this, { pane: pane });
      this._draw = draw;
    },

    _initContainer: function () {
      this._container = document.createElement("canvas");
      this._container.setAttribute("aria-hidden", "true");
      this._ctx = this._container.getContext("2d");
    },

    _destroyContainer: function () {
      L.DomUtil.remove(this._container);
      delete this._container;
      delete this._ctx;
    },

    getEvents: function () {
      const events = L.Renderer.prototype.getEvents.call(this);
      events.move = this._onMove;
      return events;
    },

    _onMove: function () {
      if (this._map._animatingZoom || !this._center) return;
      const moved = this._map.latLngToLayerPoint(this._map.getCenter())
        .distanceTo(this._map.latLngToLayerPoint(this._center));
      const size = this._map.getSize();
      if (this._zoom === this._map.getZoom() && moved > 0.16 * Math.min(size.x, size.y)) this._update();
    },

    _update: function () {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize(), ratio = Math.min(window.devicePixelRatio || 1, 2);
      const canvas = this._container;
      canvas.width = Math.max(1, Math.round(size.x * ratio));
      canvas.height = Math.max(1, Math.round(size.y * ratio));
      canvas.style.width = size.x + "px";
      canvas.style.height = size.y + "px";
      L.DomUtil.setPosition(canvas, this._bounds.min);
      this.redraw();
    },

    redraw: function () {
      if (!this._map || !this._bounds || !this._ctx) return;
      const ratio = Math.min(window.devicePixelRatio || 1, 2), size = this._bounds.getSize();
      this._ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      this._ctx.clearRect(0, 0, size.x, size.y);
      this._draw(this._ctx, this.view());
    },

    /* The way from the unit square to this canvas, and its edges with a margin for wide strokes. */
    view: function () {
      const zoom = this._zoom, k = this._map.options.crs.scale(zoom);
      const origin = this._map._getNewPixelOrigin(this._center, zoom).add(this._bounds.min);
      const size = this._bounds.getSize();
      const lat = (this._center.lat * Math.PI) / 180;
      return {
        k: k, ox: origin.x, oy: origin.y, zoom: zoom, width: size.x, height: size.y,
        x0: -60, y0: -60, x1: size.x + 60, y1: size.y + 60,
        metresPerPx: (40075016.686 * Math.cos(lat)) / k,
        min: this._bounds.min,
      };
    },
  });

  /* ---- base map ---------------------------------------------------------------------------- */

  function unpackBasemap(raw) {
    const rings = (list) => list.map(unpack);
    const at = (list) =>
      list.map((p) => ({
        x: worldX(p[0] / UNIT), y: worldY(p[1] / UNIT), kind: p[2], name: text(p[3]),
        own: text(p[4] || ""), radius: p[5] || 0,
      }));
    const line = unpack(raw.border.line), along = new Float64Array(line.x.length);
    for (let i = 1; i < along.length; i++) {
      along[i] = along[i - 1] + Math.hypot(line.x[i] - line.x[i - 1], line.y[i] - line.y[i - 1]);
    }
    return {
      land: rings(raw.land), negative: outlines(raw.negative, line), positive: outlines(raw.positive, line),
      lakes: rings(raw.lakes), provinces: rings(raw.provinces), frontiers: rings(raw.frontiers),
      border: {
        line: line, along: along, bands: raw.border.bands, leftIsPositive: raw.border.left_is_positive,
        negative: text(raw.border.negative).toUpperCase(), positive: text(raw.border.positive).toUpperCase(),
      },
      names: at(raw.names), towns: at(raw.towns), crossings: at(raw.crossings),
      home: raw.home,
      extent: [
        worldX(raw.extent[0]), worldY(raw.extent[3]), worldX(raw.extent[2]), worldY(raw.extent[1]),
      ],
    };
  }

  /* A country's outline: along the border its very vertices, so that tint and line never part. */
  function outlines(list, line) {
    return list.map((part) => {
      const rest = unpack(part.rest);
      if (!part.along) return rest;
      const border = part.along > 0 ? line : { x: line.x.slice().reverse(), y: line.y.slice().reverse() };
      const joined = (a, b) => {
        const all = new Float64Array(a.length + b.length);
        all.set(a);
        all.set(b, a.length);
        return all;
      };
      const low = Math.min, high = Math.max;
      return {
        x: joined(border.x, rest.x), y: joined(border.y, rest.y),
        box: [
          low(line.box[0], rest.box[0]), low(line.box[1], rest.box[1]),
          high(line.box[2], rest.box[2]), high(line.box[3], rest.box[3]),
        ],
      };
    });
  }

  function fillRings(ctx, rings, v, colour) {
    ctx.beginPath();
    let any = false;
    for (const ring of rings) any = traceRing(ctx, ring, v) || any;
    if (!any) return;
    ctx.fillStyle = colour;
    ctx.fill("evenodd");
  }

  function strokeLines(ctx, lines, v, colour, width, dash) {
    ctx.beginPath();
    for (const line of lines) wholeLine(ctx, line, v);
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.lineJoin = ctx.lineCap = "round";
    ctx.setLineDash(dash || []);
    ctx.stroke();
    ctx.setLineDash([]);
  }

  let spare = null;
  /* A second canvas, `coarse` times smaller: what is soft needs no fine pixels. */
  const spares = {};
  function spareCanvas(v, coarse) {
    const canvas = (spares[coarse] = spares[coarse] || document.createElement("canvas"));
    const width = Math.ceil(v.width / coarse), height = Math.ceil(v.height / coarse);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const other = canvas.getContext("2d");
    other.setTransform(1 / coarse, 0, 0, 1 / coarse, 0, 0);
    other.globalCompositeOperation = "source-over";
    return other;
  }

  /* The band in which the true line is assumed to lie, in metres on the ground, softly edged. */
  function drawAccuracy(ctx, base, v, theme) {
    const widest = Math.max.apply(null, base.border.bands.map((b) => b[2])) / v.metresPerPx;
    if (widest < 1.5) return;
    const steps = Math.max(3, Math.min(14, Math.round(widest / 5)));
    for (let step = 0; step < steps; step++) {
      const part = 1 - (0.6 * step) / steps;
      const other = spareCanvas(v, 2);
      other.clearRect(0, 0, v.width, v.height);
      other.strokeStyle = theme.halo;
      other.lineJoin = "round";
      other.lineCap = "round";
      for (const band of base.border.bands) {
        other.beginPath();
        const wide = Object.assign({}, v), margin = band[2] / v.metresPerPx + 60;
        wide.x0 -= margin; wide.y0 -= margin; wide.x1 += margin; wide.y1 += margin;
        traceLine(other, base.border.line, wide, band[0], band[1]);
        other.lineWidth = Math.max(0.5, (2 * band[2] * part) / v.metresPerPx);
        other.stroke();
      }
      ctx.globalAlpha = 1 - Math.pow(1 - theme.haloAlpha, 1 / steps);
      ctx.drawImage(other.canvas, 0, 0, 2 * other.canvas.width, 2 * other.canvas.height);
      ctx.globalAlpha = 1;
    }
  }

  function drawBase(ctx, v, base, theme, hidden) {
    ctx.fillStyle = theme.sea;
    ctx.fillRect(0, 0, v.width, v.height);
    ctx.beginPath();
    for (const ring of base.land) traceRing(ctx, ring, v);
    ctx.strokeStyle = theme.shore;
    ctx.lineJoin = "round";
    ctx.lineWidth = 9;
    ctx.stroke();
    fillRings(ctx, base.land, v, theme.land);
    fillRings(ctx, base.negative, v, theme.negative);
    fillRings(ctx, base.positive, v, theme.positive);
    ctx.beginPath();
    for (const ring of base.land) traceRing(ctx, ring, v);
    ctx.strokeStyle = theme.shoreLine;
    ctx.lineWidth = 0.9;
    ctx.stroke();
    fillRings(ctx, base.lakes, v, theme.lake);
    strokeLines(ctx, base.lakes, v, theme.lakeLine, 0.7);
    strokeLines(ctx, base.provinces, v, theme.province, 0.8, [1.5, 3.5]);
    strokeLines(ctx, base.frontiers, v, theme.casing, 2.6);
    strokeLines(ctx, base.frontiers, v, theme.country, 1);
    if (!hidden.accuracy) drawAccuracy(ctx, base, v, theme);
    const line = [base.border.line], heavy = v.zoom >= 9 ? 2 : 1.6;
    strokeLines(ctx, line, v, theme.casing, heavy + 2.6);
    strokeLines(ctx, line, v, theme.border, heavy);
    drawPaper(ctx, v, base, theme);
  }

  /* Beyond the data the paper begins: nothing is known there, and nothing is claimed. */
  function drawPaper(ctx, v, base, theme) {
    const e = base.extent, fade = 36;
    const x0 = e[0] * v.k - v.ox, y0 = e[1] * v.k - v.oy, x1 = e[2] * v.k - v.ox, y1 = e[3] * v.k - v.oy;
    const sides = [
      [x0, 0, x0 + fade, 0, -1e5, -1e5, x0 + fade, 1e5],
      [x1, 0, x1 - fade, 0, x1 - fade, -1e5, 1e5, 1e5],
      [0, y0, 0, y0 + fade, -1e5, -1e5, 1e5, y0 + fade],
      [0, y1, 0, y1 - fade, -1e5, y1 - fade, 1e5, 1e5],
    ];
    for (const s of sides) {
      const shade = ctx.createLinearGradient(s[0], s[1], s[2], s[3]);
      shade.addColorStop(0, rgba(theme.paper, 1));
      shade.addColorStop(1, rgba(theme.paper, 0));
      ctx.fillStyle = shade;
      ctx.fillRect(s[4], s[5], s[6] - s[4], s[7] - s[5]);
    }
  }

  /* ---- labels: the most important first, none on top of another ------------------------------ */

  function Placer(marks) {
    const boxes = [], overlap = (b) => (o) => b[0] < o[2] && b[2] > o[0] && b[1] < o[3] && b[3] > o[1];
    const symbols = marks.map((m) => [m.x - m.w / 2, m.y - m.h / 2, m.x + m.w / 2, m.y + m.h / 2]);
    const free = (b) => !boxes.some(overlap(b));
    return {
      free: free,
      take: (b) => boxes.push(b),
      // of several spots for the same words, one clear of symbols too if there is one
      best: (spots, box) =>
        spots.find((s) => free(box(s)) && !symbols.some(overlap(box(s)))) || spots.find((s) => free(box(s))),
      // how far from a place its words must start to be clear of a symbol on it
      clearance: (x, y) => {
        let clear = 7;
        for (const m of marks) {
          if (m.kind !== "area" && Math.hypot(m.x - x, m.y - y) < 8) clear = Math.max(clear, m.w / 2 + 3);
        }
        return clear;
      },
    };
  }

  function spacedWidth(ctx, words, spacing) {
    return ctx.measureText(words).width + (JOINED.test(words) ? 0 : spacing * (words.length - 1));
  }

  function spaced(ctx, words, x, y, spacing, halo, colour) {
    const left = x - spacedWidth(ctx, words, spacing) / 2;
    const parts = JOINED.test(words) ? [words] : words;
    ctx.textAlign = "left";
    for (const pass of halo ? ["halo", "ink"] : ["ink"]) {
      let at = left;
      for (const part of parts) {
        if (pass === "halo") {
          ctx.strokeStyle = halo;
          ctx.lineWidth = 3;
          ctx.strokeText(part, at, y);
        } else {
          ctx.fillStyle = colour;
          ctx.fillText(part, at, y);
        }
        at += ctx.measureText(part).width + spacing;
      }
    }
  }

  const NAME_STYLES = {
    country: { font: "500 15px ", spacing: 5.5, from: 0, to: 9.2 },
    province: { font: "italic 400 11.5px ", spacing: 1.6, from: 6.4, to: 10.5 },
    sea: { font: "italic 400 13px ", spacing: 2.5, from: 0, to: 11 },
  };

  function drawNames(ctx, v, base, theme, placer, kinds) {
    for (const n of base.names) {
      const style = NAME_STYLES[n.kind];
      if (!kinds.includes(n.kind) || v.zoom < style.from || v.zoom > style.to) continue;
      ctx.font = style.font + FONT;
      const words = n.kind === "country" ? n.name.toUpperCase() : n.name;
      const x = n.x * v.k - v.ox, y = n.y * v.k - v.oy;
      const half = spacedWidth(ctx, words, style.spacing) / 2;
      const box = [x - half - 3, y - 9, x + half + 3, y + 9];
      if (!placer.free(box)) continue;
      placer.take(box);
      spaced(ctx, words, x, y, style.spacing, null, n.kind === "sea" ? theme.water : theme.quiet);
    }
  }

  /* Each side's name along the line, at places that stay put when the map is moved. */
  function drawSideNames(ctx, v, base, theme, placer) {
    if (v.zoom < 8.4) return;
    const line = base.border.line, along = base.border.along, n = along.length;
    const step = Math.pow(2, Math.round(Math.log2(520 / v.k))), reach = 46 / v.k;
    const find = (s) => {
      let low = 0, high = n - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (along[middle] < s) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    ctx.font = "600 10.5px " + FONT;
    const fits = (s) => {
      if (s <= 0 || s >= along[n - 1]) return false;
      const i = find(s), x = line.x[i] * v.k - v.ox, y = line.y[i] * v.k - v.oy;
      if (outcode(x, y, v)) return false;
      const a = find(s - reach), b = find(s + reach);
      let dx = line.x[b] - line.x[a], dy = line.y[b] - line.y[a];
      const length = Math.hypot(dx, dy);
      if (length * v.k < 40) return false; // too winding here for a name
      dx /= length;
      dy /= length;
      let far = 0; // how far the line strays from its chord: the names stand clear of it
      for (let j = a; j <= b; j++) {
        far = Math.max(far, Math.abs((line.x[j] - line.x[i]) * dy - (line.y[j] - line.y[i]) * dx) * v.k);
      }
      if (far > 18) return false;
      let angle = Math.atan2(dy, dx);
      if (angle > Math.PI / 2) angle -= Math.PI;
      if (angle <= -Math.PI / 2) angle += Math.PI;
      const names = [1, -1].map((side) => {
        // to the left of the line's direction, on a screen whose y runs down: (dy, -dx)
        const offset = far + 13, lx = x + side * dy * offset, ly = y - side * dx * offset;
        const positive = (side === 1) === base.border.leftIsPositive;
        const words = positive ? base.border.positive : base.border.negative;
        const half = spacedWidth(ctx, words, 2.5) / 2;
        const w = Math.abs(Math.cos(angle)) * half + 7, h = Math.abs(Math.sin(angle)) * half + 7;
        return { x: lx, y: ly, words: words, box: [lx - w, ly - h, lx + w, ly + h] };
      });
      if (!names.every((name) => placer.free(name.box))) return false;
      for (const name of names) {
        placer.take(name.box);
        ctx.save();
        ctx.translate(name.x, name.y);
        ctx.rotate(angle);
        spaced(ctx, name.words, 0, 0, 2.5, theme.label, theme.quiet);
        ctx.restore();
      }
      return true;
    };
    for (let s = step / 2; s < along[n - 1]; s += step) {
      [0, 0.12, -0.12, 0.25, -0.25, 0.38, -0.38].some((shift) => fits(s + shift * step));
    }
  }

  const TOWN_STYLES = {
    1: { font: "600 12.5px ", from: 0, dot: 2.7 },
    2: { font: "500 11.5px ", from: 6.1, dot: 2.1 },
    3: { font: "400 11px ", from: 8, dot: 1.7 },
  };

  function haloText(ctx, words, x, y, halo, colour) {
    ctx.lineJoin = "round";
    ctx.strokeStyle = halo;
    ctx.lineWidth = 3.4;
    ctx.strokeText(words, x, y);
    ctx.fillStyle = colour;
    ctx.fillText(words, x, y);
  }

  function drawTowns(ctx, v, towns, theme, placer, rank) {
    const style = TOWN_STYLES[rank];
    if (v.zoom < style.from) return;
    for (const town of towns) {
      if (town.kind !== rank) continue;
      const x = town.x * v.k - v.ox, y = town.y * v.k - v.oy;
      if (outcode(x, y, v)) continue;
      const dot = [x - 4, y - 4, x + 4, y + 4];
      if (!placer.free(dot)) continue;
      ctx.font = style.font + FONT;
      const latin = ctx.measureText(town.name).width;
      const own = v.zoom >= 9.5 && town.own ? town.own : "";
      let width = latin;
      if (own) {
        ctx.font = "400 11px " + OWN_SCRIPT_FONT;
        width += 6 + ctx.measureText(own).width;
      }
      const off = placer.clearance(x, y);
      const spots = [
        [x + off, y], [x - off - width, y], [x - width / 2, y - off - 5], [x - width / 2, y + off + 5],
        [x + off - 1, y - 8], [x + off - 1, y + 8],
      ];
      const spot = placer.best(spots, (s) => [s[0] - 2, s[1] - 7, s[0] + width + 2, s[1] + 7]);
      if (!spot) continue;
      placer.take(dot);
      placer.take([spot[0] - 2, spot[1] - 7, spot[0] + width + 2, spot[1] + 7]);
      ctx.beginPath();
      ctx.arc(x, y, style.dot, 0, 2 * Math.PI);
      ctx.fillStyle = rank === 1 ? theme.label : theme.place;
      ctx.strokeStyle = rank === 1 ? theme.place : theme.label;
      ctx.lineWidth = rank === 1 ? 1.5 : 1.2;
      if (rank !== 1) ctx.stroke();
      ctx.fill();
      if (rank === 1) ctx.stroke();
      ctx.textAlign = "left";
      ctx.font = style.font + FONT;
      haloText(ctx, town.name, spot[0], spot[1], theme.label, theme.place);
      if (own) {
        ctx.font = "400 11px " + OWN_SCRIPT_FONT;
        haloText(ctx, own, spot[0] + latin + 6, spot[1], theme.label, theme.quiet);
      }
    }
  }

  /* A crossing is a gate: two posts and a beam. */
  function drawCrossings(ctx, v, base, theme, placer) {
    if (v.zoom < 6) return;
    const big = v.zoom >= 8.5 ? 1 : 0.74;
    for (const gate of base.crossings) {
      const x = gate.x * v.k - v.ox, y = gate.y * v.k - v.oy;
      if (outcode(x, y, v)) continue;
      const r = 5.5 * big;
      placer.take([x - r - 2, y - r - 2, x + r + 2, y + r + 2]);
      ctx.beginPath();
      ctx.rect(x - r, y - r, 2 * r, 2 * r);
      ctx.fillStyle = theme.casing;
      ctx.fill();
      ctx.strokeStyle = theme.border;
      ctx.lineWidth = 1;
      // a gate that nobody surveyed must not look exact when one comes near
      const vague = gate.radius / v.metresPerPx > 24;
      if (vague) ctx.setLineDash([2, 2]);
      ctx.stroke();
      ctx.setLineDash([]);
      ctx.beginPath();
      ctx.moveTo(x - r * 0.5, y + r * 0.62);
      ctx.lineTo(x - r * 0.5, y - r * 0.5);
      ctx.lineTo(x + r * 0.5, y - r * 0.5);
      ctx.lineTo(x + r * 0.5, y + r * 0.62);
      ctx.lineWidth = 1.5 * big;
      ctx.lineJoin = "miter";
      ctx.lineCap = "butt";
      ctx.stroke();
      if (v.zoom < 8.2 || !gate.name) continue;
      ctx.font = "italic 400 11px " + FONT;
      const words = vague ? gate.name + ", place approximate" : gate.name;
      const width = ctx.measureText(words).width;
      const spots = [[x + 9, y - 9], [x + 9, y + 9], [x - 9 - width, y - 9], [x - 9 - width, y + 9], [x + 10, y], [x - 10 - width, y], [x - width / 2, y - 17], [x - width / 2, y + 17]];
      const spot = placer.best(spots, (s) => [s[0] - 2, s[1] - 7, s[0] + width + 2, s[1] + 7]);
      if (!spot) continue;
      placer.take([spot[0] - 2, spot[1] - 7, spot[0] + width + 2, spot[1] + 7]);
      ctx.textAlign = "left";
      haloText(ctx, words, spot[0], spot[1], theme.label, theme.ink);
    }
  }

  function drawLabels(ctx, v, base, theme, state) {
    if (state.hidden.names) return;
    const placer = Placer(marksIn(ctx, v, state));
    ctx.textBaseline = "middle";
    ctx.direction = "ltr";
    drawCrossings(ctx, v, base, theme, placer);
    drawTowns(ctx, v, base.towns, theme, placer, 1);
    drawNames(ctx, v, base, theme, placer, ["country", "sea"]);
    drawTowns(ctx, v, base.towns, theme, placer, 2);
    drawSideNames(ctx, v, base, theme, placer);
    drawNames(ctx, v, base, theme, placer, ["province"]);
    drawTowns(ctx, v, base.towns, theme, placer, 3);
  }

  /* ---- incidents ------------------------------------------------------------------------------ */

  function rgba(hex, alpha) {
    const n = parseInt(hex.slice(1), 16);
    return "rgba(" + (n >> 16) + "," + ((n >> 8) & 255) + "," + (n & 255) + "," + alpha + ")";
  }

  function shapePath(ctx, look, x, y, r) {
    ctx.beginPath();
    const outline = look.outline;
    if (!outline.length) {
      ctx.arc(x, y, look.small ? r * 0.66 : r, 0, 2 * Math.PI);
      return;
    }
    for (let i = 0; i < outline.length; i += 2) {
      const px = x + outline[i] * r, py = y + outline[i + 1] * r;
      if (i) ctx.lineTo(px, py);
      else ctx.moveTo(px, py);
    }
    ctx.closePath();
  }

  const hatches = {};
  function hatch(ctx, colour, ground, gap) {
    const name = colour + ground + gap;
    if (!hatches[name]) {
      const tile = document.createElement("canvas"), size = gap * 2;
      tile.width = tile.height = size;
      const t = tile.getContext("2d");
      if (ground) {
        t.fillStyle = ground;
        t.fillRect(0, 0, size, size);
      }
      t.strokeStyle = colour;
      t.lineWidth = gap * 0.42;
      for (const shift of [-gap, 0, gap]) {
        t.beginPath();
        t.moveTo(shift, size);
        t.lineTo(shift + size, 0);
        t.moveTo(shift + gap, size + gap);
        t.lineTo(shift + size + gap, gap);
        t.stroke();
      }
      hatches[name] = tile;
    }
    return ctx.createPattern(hatches[name], "repeat");
  }

  /* How wide an area is at its usual place, and how large: a long band is thin all the same. */
  function measured(area) {
    let twice = 0, around = 0;
    for (const ring of area.rings) {
      for (let i = 0, j = ring.x.length - 1; i < ring.x.length; j = i++) {
        twice += (ring.x[j] - ring.x[0]) * (ring.y[i] - ring.y[0]) - (ring.x[i] - ring.x[0]) * (ring.y[j] - ring.y[0]);
        around += Math.hypot(ring.x[i] - ring.x[j], ring.y[i] - ring.y[j]);
      }
    }
    area.size = Math.sqrt(Math.abs(twice) / 2);
    area.thickness = around ? Math.abs(twice) / around : 0;
    return area;
  }

  function unpackLayer(raw) {
    const p = raw.p, c = raw.c;
    const xs = (list) => Float64Array.from(list, (q) => worldX(q / UNIT));
    const ys = (list) => Float64Array.from(list, (q) => worldY(q / UNIT));
    return {
      points: {
        n: p.lon.length, x: xs(p.lon), y: ys(p.lat), lat: p.lat, type: p.type, radius: p.radius,
        sure: p.sure, key: p.key, hatched: p.hatched, tip: p.tip, popup: p.popup,
      },
      clusters: {
        n: c.lon.length, x: xs(c.lon), y: ys(c.lat), count: c.count, mix: c.mix, box: c.box,
        keys: c.keys, tip: c.tip,
      },
      areas: raw.a.map((a) => measured({
        rings: a.rings.map(unpack), x: worldX(a.lon / UNIT), y: worldY(a.lat / UNIT), type: a.type,
        tinted: a.tinted, keys: a.keys, count: a.count, hatched: a.hatched, tip: a.tip, popup: a.popup,
      })),
      selected: raw.s && {
        key: raw.s.key, label: text(raw.s.label), line: unpack(raw.s.line),
        outlines: raw.s.outlines.map((o) => ({ rings: o.rings.map(unpack), shared: o.shared })),
        point: raw.s.point ? { x: worldX(raw.s.point[0] / UNIT), y: worldY(raw.s.point[1] / UNIT) } : null,
      },
    };
  }

  function extentOf(area) {
    const boxes = area.rings.map((ring) => ring.box);
    return [0, 1, 2, 3].map((i) => (i < 2 ? Math.min : Math.max).apply(null, boxes.map((b) => b[i])));
  }

  /* An area fades out towards its own edge: it is not known that sharply where it ends. The larger
     it is, the paler: many districts on top of each other must not turn into a shadow. */
  function drawArea(ctx, area, v, theme, looks) {
    if (area.rings.every((ring) => apart(ring, v))) return;
    const box = extentOf(area), coarse = 3, other = spareCanvas(v, coarse);
    const left = Math.max(0, Math.floor((box[0] * v.k - v.ox) / coarse) - 2);
    const top = Math.max(0, Math.floor((box[1] * v.k - v.oy) / coarse) - 2);
    const width = Math.min(other.canvas.width, Math.ceil((box[2] * v.k - v.ox) / coarse) + 2) - left;
    const height = Math.min(other.canvas.height, Math.ceil((box[3] * v.k - v.oy) / coarse) + 2) - top;
    if (width <= 0 || height <= 0) return;
    const colour = colourOf(area, theme, looks);
    // wider than what is drawn: enlarging the picture looks at the pixels around it
    other.clearRect((left - 4) * coarse, (top - 4) * coarse, (width + 8) * coarse, (height + 8) * coarse);
    other.beginPath();
    for (const ring of area.rings) traceRing(other, ring, v);
    other.fillStyle = colour;
    other.fill("evenodd");
    const soft = Math.min(18, area.thickness * v.k * 0.3);
    other.globalCompositeOperation = "destination-out";
    other.lineJoin = "round";
    other.strokeStyle = "rgba(0,0,0,0.3)";
    for (let step = 5; step > 0; step--) {
      other.lineWidth = (2 * soft * step) / 5;
      other.stroke();
    }
    ctx.globalAlpha = theme.fill * Math.max(0.32, Math.min(1, Math.sqrt(70 / (area.size * v.k))));
    ctx.drawImage(
      other.canvas, left, top, width, height, left * coarse, top * coarse, width * coarse, height * coarse
    );
    ctx.globalAlpha = 1;
    if (!area.hatched) return;
    ctx.beginPath();
    for (const ring of area.rings) traceRing(ctx, ring, v);
    ctx.globalAlpha = 0.1;
    ctx.fillStyle = hatch(ctx, colour, "", 6);
    ctx.fill("evenodd");
    ctx.globalAlpha = 1;
  }

  const colourOf = (area, theme, looks) =>
    area.type === null || !area.tinted ? theme.neutral : looks[area.type].colour;

  /* The area that is pointed at or selected: its outline, dashed, over a light fill. */
  function drawActiveArea(ctx, area, v, theme, looks) {
    ctx.beginPath();
    for (const ring of area.rings) traceRing(ctx, ring, v);
    ctx.fillStyle = rgba(colourOf(area, theme, looks), 0.16);
    ctx.fill("evenodd");
    ctx.setLineDash([4, 3]);
    ctx.strokeStyle = colourOf(area, theme, looks);
    ctx.lineWidth = 1.3;
    ctx.stroke();
    ctx.setLineDash([]);
  }

  function drawGround(ctx, v, state, theme, looks) {
    const data = state.data;
    if (!data) return;
    const size = (a) => {
      const box = extentOf(a);
      return (box[2] - box[0]) * (box[3] - box[1]);
    };
    const areas = state.hidden.areas ? [] : data.areas;
    for (const area of areas.slice().sort((a, b) => size(b) - size(a))) {
      drawArea(ctx, area, v, theme, looks);
    }
    const p = data.points;
    if (state.hidden.points) return;
    for (let i = 0; i < p.n; i++) {
      const r = p.radius[i] / v.metresPerPx;
      if (!(r > SYMBOL_PX + 2)) continue;
      const x = p.x[i] * v.k - v.ox, y = p.y[i] * v.k - v.oy;
      if (x + r < 0 || y + r < 0 || x - r > v.width || y - r > v.height) continue;
      const colour = looks[p.type[i]].colour, chosen = data.selected && data.selected.key === p.key[i];
      ctx.beginPath();
      ctx.arc(x, y, r, 0, 2 * Math.PI);
      if (r < DISC_FROM_PX) {
        ctx.strokeStyle = rgba(colour, 0.55);
        ctx.lineWidth = 0.9;
        ctx.stroke();
        continue;
      }
      const shade = ctx.createRadialGradient(x, y, 0, x, y, r);
      const strength = chosen ? 0.34 : 0.2;
      shade.addColorStop(0, rgba(colour, strength));
      shade.addColorStop(0.72, rgba(colour, strength * 0.72));
      shade.addColorStop(1, rgba(colour, 0.02));
      ctx.fillStyle = shade;
      ctx.fill();
      if (p.hatched[i]) {
        ctx.save();
        ctx.globalAlpha = 0.2;
        ctx.fillStyle = hatch(ctx, colour, "", 6);
        ctx.fill();
        ctx.restore();
      }
      ctx.strokeStyle = rgba(colour, chosen ? 0.7 : 0.28);
      ctx.lineWidth = chosen ? 1.2 : 0.8;
      ctx.stroke();
    }
  }

  function drawPoint(ctx, p, i, x, y, v, theme, looks) {
    const look = looks[p.type[i]], wide = p.radius[i] / v.metresPerPx > 40;
    const r = SYMBOL_PX;
    ctx.globalAlpha = 0.42 + (0.58 * p.sure[i]) / 100;
    shapePath(ctx, look, x, y, r);
    ctx.lineJoin = "round";
    ctx.strokeStyle = theme.symbolCase;
    ctx.lineWidth = 3;
    ctx.stroke();
    ctx.fillStyle = p.hatched[i] ? hatch(ctx, look.colour, theme.symbolCase, 4) : wide ? theme.symbolCase : look.colour;
    ctx.fill();
    if (p.hatched[i] || wide) {
      ctx.strokeStyle = look.colour;
      ctx.lineWidth = 1.5;
      ctx.stroke();
    }
    ctx.globalAlpha = 1;
  }

  // the same as cluster_radius_px in symbols.py, which keeps rings from lying on each other
  const clusterRadius = (count) => Math.min(30, 8.5 + 2.4 * Math.log2(Math.max(2, count)));
  const shortNumber = (n) =>
    n < 10000 ? String(n) : n < 1e6 ? Math.round(n / 1000) + "k" : (n / 1e6).toFixed(1) + "M";

  function drawCluster(ctx, c, i, x, y, theme, looks, active) {
    const r = clusterRadius(c.count[i]), thick = 3.6;
    ctx.beginPath();
    ctx.arc(x, y, r + 1.5, 0, 2 * Math.PI);
    ctx.fillStyle = theme.symbolCase;
    ctx.fill();
    if (active) {
      ctx.strokeStyle = theme.selected;
      ctx.lineWidth = 1.5;
      ctx.stroke();
    }
    let angle = -Math.PI / 2;
    const mix = c.mix[i], gap = mix.length > 2 ? 0.9 / r : 0;
    ctx.lineWidth = thick;
    ctx.lineCap = "butt";
    for (let m = 0; m < mix.length; m += 2) {
      const part = (2 * Math.PI * mix[m + 1]) / c.count[i];
      ctx.beginPath();
      ctx.arc(x, y, r - thick / 2, angle + gap / 2, angle + Math.max(part - gap / 2, gap / 2 + 0.02));
      ctx.strokeStyle = looks[mix[m]].colour;
      ctx.stroke();
      angle += part;
    }
    const words = shortNumber(c.count[i]);
    ctx.font = "600 " + (words.length > 3 ? 9.5 : 11) + "px " + FONT;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillStyle = theme.ink;
    ctx.fillText(words, x, y + 0.5);
  }

  function pill(ctx, x, y, w, h) {
    ctx.beginPath();
    ctx.moveTo(x - w / 2 + h / 2, y - h / 2);
    ctx.lineTo(x + w / 2 - h / 2, y - h / 2);
    ctx.arc(x + w / 2 - h / 2, y, h / 2, -Math.PI / 2, Math.PI / 2);
    ctx.lineTo(x - w / 2 + h / 2, y + h / 2);
    ctx.arc(x - w / 2 + h / 2, y, h / 2, Math.PI / 2, (3 * Math.PI) / 2);
    ctx.closePath();
  }

  function drawChip(ctx, chip, theme, looks, active) {
    const area = chip.area, colour = area.type === null ? theme.chipLine : looks[area.type].colour;
    if (Math.hypot(chip.x - chip.homeX, chip.y - chip.homeY) > 12) {
      ctx.beginPath();
      ctx.moveTo(chip.homeX, chip.homeY);
      ctx.lineTo(chip.x, chip.y);
      ctx.strokeStyle = rgba(theme.chipLine, 0.6);
      ctx.lineWidth = 0.8;
      ctx.stroke();
    }
    pill(ctx, chip.x, chip.y, chip.w, 16);
    ctx.fillStyle = theme.chip;
    ctx.globalAlpha = 0.92;
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.setLineDash([2.5, 2]);
    ctx.strokeStyle = active ? theme.selected : colour;
    ctx.lineWidth = active ? 1.7 : 1.2;
    ctx.stroke();
    ctx.setLineDash([]);
    const words = wordsOfChip(area), middle = chip.x + (area.type === null ? 0 : SIGN_PX + 1);
    if (area.type !== null) {
      shapePath(ctx, looks[area.type], words ? chip.x - chip.w / 2 + 11 : chip.x, chip.y, SIGN_PX);
      ctx.fillStyle = colour;
      ctx.fill();
    }
    ctx.font = "600 10.5px " + FONT;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillStyle = theme.ink;
    ctx.fillText(words, middle, chip.y + 0.5);
  }

  /* A chip says how many; one incident is told by the sign of its type alone. */
  const wordsOfChip = (area) => (area.count === 1 && area.type !== null ? "" : shortNumber(area.count));

  const CHIP_SPOTS = [[0, 0]];
  for (const far of [19, 27, 38, 52]) {
    for (const turn of [2, 6, 0, 4, 1, 3, 5, 7]) {
      const angle = (turn * Math.PI) / 4;
      CHIP_SPOTS.push([Math.cos(angle) * far * 1.3, Math.sin(angle) * far]);
    }
  }

  function placeChips(ctx, areas, v, taken) {
    ctx.font = "600 10.5px " + FONT;
    const chips = [];
    for (const area of areas) {
      const homeX = area.x * v.k - v.ox, homeY = area.y * v.k - v.oy;
      if (outcode(homeX, homeY, v)) continue;
      const sign = area.type === null ? 0 : 2 * SIGN_PX + 2;
      const w = Math.max(22, ctx.measureText(wordsOfChip(area)).width + 14 + sign);
      const free = (x, y) =>
        !taken.some((o) => Math.abs(o.x - x) < o.w / 2 + w / 2 + 1 && Math.abs(o.y - y) < o.h / 2 + 9);
      const move = CHIP_SPOTS.find((t) => free(homeX + t[0], homeY + t[1])) || [0, 0];
      const chip = { kind: "area", area: area, homeX: homeX, homeY: homeY, x: homeX + move[0], y: homeY + move[1], w: w, h: 16 };
      taken.push(chip);
      chips.push(chip);
    }
    return chips;
  }

  /* Where each account puts the selected incident, as lines; what they share is filled. */
  function drawAccounts(ctx, v, outlines, theme) {
    for (const outline of outlines) {
      ctx.beginPath();
      for (const ring of outline.rings) traceRing(ctx, ring, v);
      if (outline.shared) {
        ctx.fillStyle = rgba(theme.accent, 0.34);
        ctx.fill("evenodd");
      }
      ctx.lineJoin = "round";
      ctx.strokeStyle = theme.casing;
      ctx.lineWidth = outline.shared ? 3.6 : 3;
      ctx.stroke();
      ctx.setLineDash(outline.shared ? [] : [6, 4]);
      ctx.strokeStyle = theme.accent;
      ctx.lineWidth = outline.shared ? 1.8 : 1.3;
      ctx.stroke();
      ctx.setLineDash([]);
    }
  }

  /* The selected incident: a ring, and the shortest way to the border with its length. */
  function drawSelected(ctx, v, selected, theme) {
    const line = selected.line, n = line.x.length;
    if (selected.point) {
      const x = selected.point.x * v.k - v.ox, y = selected.point.y * v.k - v.oy;
      ctx.beginPath();
      ctx.arc(x, y, SYMBOL_PX + 5.5, 0, 2 * Math.PI);
      ctx.strokeStyle = theme.symbolCase;
      ctx.lineWidth = 4.5;
      ctx.stroke();
      ctx.strokeStyle = theme.selected;
      ctx.lineWidth = 1.8;
      ctx.stroke();
    }
    if (n < 2) return;
    strokeLines(ctx, [line], v, theme.casing, 3.6);
    strokeLines(ctx, [line], v, theme.selected, 1.3);
    const x0 = line.x[0] * v.k - v.ox, y0 = line.y[0] * v.k - v.oy;
    const x1 = line.x[n - 1] * v.k - v.ox, y1 = line.y[n - 1] * v.k - v.oy;
    ctx.beginPath();
    ctx.arc(x1, y1, 3, 0, 2 * Math.PI);
    ctx.fillStyle = theme.casing;
    ctx.fill();
    ctx.strokeStyle = theme.selected;
    ctx.lineWidth = 1.4;
    ctx.stroke();
    if (!selected.label) return;
    ctx.font = "600 12px " + FONT;
    const w = ctx.measureText(selected.label).width + 14, h = 19;
    const length = Math.hypot(x1 - x0, y1 - y0), dx = (x1 - x0) / (length || 1), dy = (y1 - y0) / (length || 1);
    let x = (x0 + x1) / 2, y = (y0 + y1) / 2;
    // beside the line, on the side that leads upwards; clear of both ends when the line is short
    const ux = dx > 0 ? dy : -dy, uy = dx > 0 ? -dx : dx;
    const clear = length < 60 ? 16 : 5, reach = Math.abs(ux) * (w / 2) + Math.abs(uy) * (h / 2) + clear;
    x += ux * reach;
    y += uy * reach;
    ctx.beginPath();
    ctx.rect(x - w / 2, y - h / 2, w, h);
    ctx.fillStyle = theme.chip;
    ctx.globalAlpha = 0.94;
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.strokeStyle = theme.selected;
    ctx.lineWidth = 0.8;
    ctx.stroke();
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillStyle = theme.ink;
    ctx.fillText(selected.label, x, y + 0.5);
  }

  /* Where each symbol stands on the canvas, in the order in which they are drawn. */
  function marksIn(ctx, v, state) {
    const data = state.data, marks = [];
    if (!data) return marks;
    const p = data.points, c = data.clusters;
    const order = Array.from({ length: p.n }, (_, i) => i).sort((a, b) => p.sure[a] - p.sure[b]);
    for (const i of state.hidden.points ? [] : order) {
      const x = p.x[i] * v.k - v.ox, y = p.y[i] * v.k - v.oy;
      if (outcode(x, y, v)) continue;
      marks.push({ kind: "point", index: i, x: x, y: y, r: SYMBOL_PX + 3, w: 16, h: 16 });
    }
    for (let i = 0; i < (state.hidden.points ? 0 : c.n); i++) {
      const x = c.x[i] * v.k - v.ox, y = c.y[i] * v.k - v.oy;
      if (outcode(x, y, v)) continue;
      const r = clusterRadius(c.count[i]) + 1.5;
      marks.push({ kind: "cluster", index: i, x: x, y: y, r: r, w: 2 * r, h: 2 * r });
    }
    return marks.concat(placeChips(ctx, state.hidden.areas ? [] : data.areas, v, marks.slice()));
  }

  function drawSymbols(ctx, v, state, theme, looks) {
    const data = state.data, marks = (state.marks = marksIn(ctx, v, state));
    if (data) drawIncidents(ctx, v, state, theme, looks);
    if (state.measured) drawMeasure(ctx, v, state.measured, theme);
  }

  function drawIncidents(ctx, v, state, theme, looks) {
    const data = state.data, marks = state.marks;
    const isSelected = (keys) => data.selected && keys.includes(data.selected.key);
    const chosen = marks.filter((m) => m.kind === "point" && data.points.key[m.index] === (data.selected || {}).key);
    for (const area of data.areas) {
      if (area === state.hoverArea || isSelected(area.keys)) drawActiveArea(ctx, area, v, theme, looks);
    }
    for (const m of marks) {
      if (m.kind === "area") {
        drawChip(ctx, m, theme, looks, m.area === state.hoverArea || isSelected(m.area.keys));
      } else if (m.kind === "cluster") {
        drawCluster(ctx, data.clusters, m.index, m.x, m.y, theme, looks, isSelected(data.clusters.keys[m.index]));
      } else if (!chosen.includes(m)) drawPoint(ctx, data.points, m.index, m.x, m.y, v, theme, looks);
    }
    if (data.selected) {
      drawAccounts(ctx, v, data.selected.outlines, theme);
      drawSelected(ctx, v, data.selected, theme);
    }
    for (const m of chosen) drawPoint(ctx, data.points, m.index, m.x, m.y, v, theme, looks);
    for (const m of state.linked.length ? marks : []) {
      if (wordsOf(state, m).keys.some((key) => state.linked.includes(key))) drawLinked(ctx, m, theme);
    }
  }

  /* Around what is pointed at elsewhere: lighter than the ring of what is selected. */
  function drawLinked(ctx, mark, theme) {
    ctx.beginPath();
    if (mark.kind === "area") pill(ctx, mark.x, mark.y, mark.w + 8, 24);
    else ctx.arc(mark.x, mark.y, mark.r + 3.5, 0, 2 * Math.PI);
    ctx.strokeStyle = theme.symbolCase;
    ctx.lineWidth = 4;
    ctx.stroke();
    ctx.strokeStyle = theme.accent;
    ctx.lineWidth = 2;
    ctx.stroke();
  }

  /* ---- hover, click, and what Python hears of them ---------------------------------------------- */

  function insideArea(area, wx, wy) {
    const box = extentOf(area);
    if (wx < box[0] || wx > box[2] || wy < box[1] || wy > box[3]) return false;
    let inside = false;
    for (const ring of area.rings) {
      for (let i = 0, j = ring.x.length - 1; i < ring.x.length; j = i++) {
        if (ring.y[i] > wy !== ring.y[j] > wy &&
            wx < ((ring.x[j] - ring.x[i]) * (wy - ring.y[i])) / (ring.y[j] - ring.y[i]) + ring.x[i]) {
          inside = !inside;
        }
      }
    }
    return inside;
  }

  function hit(state, layerPoint) {
    if (!state.data) return null;
    const v = state.symbols.view(), x = layerPoint.x - v.min.x, y = layerPoint.y - v.min.y;
    for (let i = state.marks.length - 1; i >= 0; i--) {
      const m = state.marks[i];
      if (m.kind === "area" ? Math.abs(m.x - x) <= m.w / 2 + 2 && Math.abs(m.y - y) <= m.h / 2 + 2
                            : Math.hypot(m.x - x, m.y - y) <= m.r) return m;
    }
    const wx = (x + v.ox) / v.k, wy = (y + v.oy) / v.k;
    let best = null, smallest = Infinity;
    for (const area of state.hidden.areas ? [] : state.data.areas) {
      const box = extentOf(area), size = (box[2] - box[0]) * (box[3] - box[1]);
      if (size < smallest && insideArea(area, wx, wy)) {
        smallest = size;
        best = { kind: "area", area: area, x: x, y: y };
      }
    }
    return best;
  }

  const PAGE_MARKS = ["symbol", "rect"].map((kind) => '[data-testid="stVegaLiteChart"] g.mark-' + kind + " path").concat(".sr-list [data-key]").join();

  function lines(list, css) {
    const box = document.createElement("div");
    box.className = css;
    list.forEach((line, i) => {
      const row = document.createElement("div");
      row.textContent = text(line);
      row.dir = "auto";
      if (i === 0) row.className = "sarhad-first";
      box.appendChild(row);
    });
    return box;
  }

  function wordsOf(state, mark) {
    if (mark.kind === "area") return { tip: mark.area.tip, popup: mark.area.popup, keys: mark.area.keys };
    if (mark.kind === "cluster") {
      const c = state.data.clusters;
      return { tip: c.tip[mark.index], popup: [], keys: c.keys[mark.index] };
    }
    const p = state.data.points;
    return { tip: p.tip[mark.index], popup: p.popup[mark.index], keys: [p.key[mark.index]] };
  }

  /* Tells Python at once; the component itself would wait a quarter of a second. */
  function report(map) {
    const shared = window.__GLOBAL_DATA__;
    if (!shared || !window.Streamlit || window.map !== map || !shared.returned_objects) return;
    const all = {
      last_object_clicked_tooltip: shared.last_object_clicked_tooltip,
      bounds: map.getBounds(), zoom: map.getZoom(),
    };
    if (shared.returned_objects.some((name) => !(name in all))) return;
    const data = {};
    for (const name in all) if (shared.returned_objects.includes(name)) data[name] = all[name];
    if (JSON.stringify(shared.previous_data) === JSON.stringify(data)) return;
    shared.previous_data = data;
    window.Streamlit.setComponentValue(data);
  }

  function sayClick(state, kind, keys) {
    const layer = state.layer;
    if (!layer) return;
    const words = kind + ":" + keys.join(",") + "@" + Date.now().toString(36);
    layer._tooltip = { _content: words, getContent: () => words };
    layer.fire("click", {});
    report(state.map);
  }

  function openPopup(state, mark, words, latlng) {
    if (!words.popup.length) return;
    state.popupKeys = words.keys.join(",");
    state.popupKind = mark.kind;
    state.popup
      .setLatLng(latlng)
      .setContent(lines(words.popup, "sarhad-lines"))
      .openOn(state.map);
  }

  function anchor(state, mark) {
    const v = state.symbols.view();
    return state.map.layerPointToLatLng(L.point(mark.x + v.min.x, mark.y + v.min.y));
  }

  function onClick(state, event) {
    if (state.measured) {
      addMeasured(state, event.latlng);
      return;
    }
    const mark = hit(state, event.layerPoint);
    if (!mark) return;
    state.map.closeTooltip(state.tip);
    const words = wordsOf(state, mark);
    if (mark.kind === "cluster") {
      const box = state.data.clusters.box[mark.index];
      const apartEnough = box[2] - box[0] > 2 || box[3] - box[1] > 2;
      const zoom = state.map.getZoom();
      if (apartEnough && zoom < state.map.getMaxZoom() - 0.1) {
        const bounds = L.latLngBounds([box[1] / UNIT, box[0] / UNIT], [box[3] / UNIT, box[2] / UNIT]);
        const wanted = state.map.getBoundsZoom(bounds, false, L.point(90, 90));
        state.map.setView(bounds.getCenter(), Math.min(Math.max(wanted, zoom + 1), zoom + 4, state.map.getMaxZoom()));
      }
    } else {
      openPopup(state, mark, words, mark.kind === "point" ? anchor(state, mark) : event.latlng);
    }
    sayClick(state, mark.kind, words.keys);
  }

  function onHover(state, event) {
    if (state.measured) {
      state.measured.ahead = event.latlng;
      showMeasured(state);
      return;
    }
    if (state.map.dragging && state.map.dragging.moving && state.map.dragging.moving()) return;
    const mark = hit(state, event.layerPoint);
    const area = mark && mark.kind === "area" ? mark.area : null;
    if (area !== state.hoverArea) {
      state.hoverArea = area;
      state.symbols.redraw();
    }
    state.pointAt(mark ? wordsOf(state, mark).keys : []);
    state.map.getContainer().classList.toggle("sarhad-hit", Boolean(mark));
    const tip = mark ? wordsOf(state, mark).tip : "";
    if (!tip) {
      state.map.closeTooltip(state.tip);
      return;
    }
    state.tip.setContent(lines(tip.split("&#10;"), "sarhad-lines"));
    const flat = mark.kind === "area";
    state.tip.setLatLng(flat ? event.latlng : anchor(state, mark));
    if (!state.map.hasLayer(state.tip)) state.map.openTooltip(state.tip);
  }

  /* What the pointer is over, on the map, in a chart or in the list, stands out in all of them. */
  function linkPage(state) {
    const page = pageAround();
    if (!page) return;
    let pointed = "";
    state.pointAt = (keys) => {
      if (keys.join(",") === pointed) return;
      pointed = keys.join(",");
      for (const mark of page.document.querySelectorAll(PAGE_MARKS)) {
        mark.classList.toggle("sr-linked", keysOf(mark).some((key) => keys.includes(key)));
      }
    };
    const gone = new AbortController();
    page.document.addEventListener("pointerover", (event) => {
      const mark = event.target.closest && event.target.closest(PAGE_MARKS);
      const keys = mark ? keysOf(mark) : [];
      if (keys.join(",") === state.linked.join(",")) return;
      state.linked = keys;
      state.symbols.redraw();
    }, { signal: gone.signal, passive: true });
    window.addEventListener("pagehide", () => gone.abort());
  }

  /* Vega hangs the row that a mark was drawn from on the mark itself; the list names its rows. */
  function keysOf(mark) {
    if (mark.dataset.key) return [Number(mark.dataset.key)];
    const row = mark.__data__ && mark.__data__.datum;
    return row && typeof row.keys === "string" ? row.keys.split(",").map(Number) : [];
  }

  /* An open popup stays while its incident is still shown and goes with it. */
  function keepPopup(state) {
    if (!state.map.hasLayer(state.popup)) return;
    const data = state.data;
    let words = null;
    if (data && state.popupKind === "area") {
      const area = data.areas.find((a) => a.keys.join(",") === state.popupKeys);
      words = area && area.popup;
    } else if (data) {
      const i = data.points.key.indexOf(Number(state.popupKeys));
      if (i >= 0) words = data.points.popup[i];
      // inside a cluster or just out of the view it is still among those shown
      else if (data.clusters.keys.some((keys) => keys.includes(Number(state.popupKeys)))) return;
      else if (!state.map.getBounds().contains(state.popup.getLatLng())) return;
    }
    if (!words || !words.length) state.map.closePopup(state.popup);
    else state.popup.setContent(lines(words, "sarhad-lines"));
  }

  function redraw(state) {
    state.ground.redraw();
    state.labels.redraw();
    state.symbols.redraw();
  }

  const IncidentLayer = L.Layer.extend({
    initialize: function (map, raw) {
      this._state = map.sarhad;
      this._data = unpackLayer(raw);
    },
    getTooltip: function () {
      return this._tooltip;
    },
    onAdd: function () {
      const state = this._state;
      state.layer = this;
      state.data = this._data;
      state.hoverArea = null;
      state.map.closeTooltip(state.tip);
      redraw(state);
      keepPopup(state);
      state.map.getContainer().dataset.symbols =
        this._data.points.n + this._data.clusters.n + this._data.areas.length;
      state.map.getContainer().dataset.updates = ++state.updates;
    },
    onRemove: function () {
      const state = this._state;
      if (state.layer === this) state.layer = null;
      // the next layer follows at once; only if none does, the symbols go
      window.setTimeout(() => {
        if (state.layer) return;
        state.data = null;
        redraw(state);
        keepPopup(state);
      }, 0);
    },
  });

  Sarhad.layer = (map, raw) => new IncidentLayer(map, raw);

  /* ---- the map itself ------------------------------------------------------------------------------ */

  function coordinates(map) {
    const control = L.control({ position: "bottomleft" });
    control.onAdd = () => {
      const box = L.DomUtil.create("div", "sarhad-coordinates");
      box.setAttribute("aria-hidden", "true");
      const show = (latlng) => {
        const digits = Math.max(1, Math.min(5, Math.round(map.getZoom() / 2.6)));
        const side = (value, plus, minus) =>
          Math.abs(value).toFixed(digits) + "° " + (value < 0 ? minus : plus);
        box.textContent = side(latlng.lng, "E", "W") + "  " + side(latlng.lat, "N", "S");
      };
      map.on("mousemove", (e) => show(e.latlng));
      map.on("mouseout", () => (box.textContent = ""));
      return box;
    };
    return control;
  }

  function attribution(words) {
    const control = L.control({ position: "bottomright" });
    control.onAdd = () => {
      const box = L.DomUtil.create("div", "sarhad-attribution");
      box.textContent = text(words);
      return box;
    };
    return control;
  }

  /* ---- tools: measure, full screen, layers --------------------------------------------------------- */

  /* Geodesic distance in metres on the WGS84 ellipsoid: Vincenty (1975), Survey Review 23 (176),
     inverse formula. Within a millimetre here; it does not converge for antipodes only. */
  Sarhad.distance = function (a, b) {
    const major = 6378137, f = 1 / 298.257223563, minor = major * (1 - f), rad = Math.PI / 180;
    const L = (b.lng - a.lng) * rad;
    const u1 = Math.atan((1 - f) * Math.tan(a.lat * rad)), u2 = Math.atan((1 - f) * Math.tan(b.lat * rad));
    const s1 = Math.sin(u1), c1 = Math.cos(u1), s2 = Math.sin(u2), c2 = Math.cos(u2);
    let lambda = L, sinS, cosS, sigma, cos2A, cosM;
    for (let turn = 0; turn < 100; turn++) {
      const sinL = Math.sin(lambda), cosL = Math.cos(lambda);
      sinS = Math.hypot(c2 * sinL, c1 * s2 - s1 * c2 * cosL);
      if (sinS === 0) return 0;
      cosS = s1 * s2 + c1 * c2 * cosL;
      sigma = Math.atan2(sinS, cosS);
      const sinA = (c1 * c2 * sinL) / sinS;
      cos2A = 1 - sinA * sinA;
      cosM = cos2A ? cosS - (2 * s1 * s2) / cos2A : 0;
      const C = (f / 16) * cos2A * (4 + f * (4 - 3 * cos2A)), before = lambda;
      lambda = L + (1 - C) * f * sinA * (sigma + C * sinS * (cosM + C * cosS * (2 * cosM * cosM - 1)));
      if (Math.abs(lambda - before) < 1e-12) break;
    }
    const uu = (cos2A * (major * major - minor * minor)) / (minor * minor);
    const A = 1 + (uu / 16384) * (4096 + uu * (-768 + uu * (320 - 175 * uu)));
    const B = (uu / 1024) * (256 + uu * (-128 + uu * (74 - 47 * uu)));
    const twice = 2 * cosM * cosM - 1;
    const inner = cosS * twice - (B / 6) * cosM * (4 * sinS * sinS - 3) * (4 * cosM * cosM - 3);
    return minor * A * (sigma - B * sinS * (cosM + (B / 4) * inner));
  };

  function kilometres(points) {
    let sum = 0;
    for (let i = 1; i < points.length; i++) sum += Sarhad.distance(points[i - 1], points[i]);
    return (sum / 1000).toFixed(sum < 10000 ? 2 : 1) + " km";
  }

  function showMeasured(state) {
    const measured = state.measured, points = measured.points.concat(measured.ahead || []);
    measured.words = measured.points.length ? kilometres(points) : "";
    state.symbols.redraw();
  }

  function addMeasured(state, latlng) {
    state.measured.points.push(latlng);
    state.measured.ahead = null;
    showMeasured(state);
    state.said.textContent = state.measured.points.length > 1 ? state.measured.words : state.saidFirst;
  }

  function setMeasuring(state, on) {
    state.measured = on ? { points: [], ahead: null, words: "" } : null;
    state.map.closeTooltip(state.tip);
    state.map.doubleClickZoom[on ? "disable" : "enable"]();
    state.map.getContainer().classList.toggle("sarhad-measuring", on);
    state.measureButton.setAttribute("aria-pressed", String(on));
    state.said.textContent = on ? state.saidFirst : "";
    state.symbols.redraw();
  }

  function drawMeasure(ctx, v, measured, theme) {
    const at = (p) => [worldX(p.lng) * v.k - v.ox, worldY(p.lat) * v.k - v.oy];
    const fixed = measured.points.map(at), all = measured.ahead ? fixed.concat([at(measured.ahead)]) : fixed;
    if (!fixed.length) return;
    for (const [colour, width] of [[theme.casing, 4], [theme.accent, 1.8]]) {
      ctx.beginPath();
      all.forEach((p, i) => (i ? ctx.lineTo(p[0], p[1]) : ctx.moveTo(p[0], p[1])));
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.stroke();
    }
    for (const p of fixed) {
      ctx.beginPath();
      ctx.arc(p[0], p[1], 3, 0, 2 * Math.PI);
      ctx.fillStyle = theme.casing;
      ctx.fill();
      ctx.strokeStyle = theme.accent;
      ctx.lineWidth = 1.6;
      ctx.stroke();
    }
    if (all.length < 2) return;
    const end = all[all.length - 1];
    ctx.font = "600 12px " + FONT;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    haloText(ctx, measured.words, end[0] + 9, end[1] - 9, theme.label, theme.ink);
  }

  const ICONS = {
    measure: "M2 11 11 2l3 3-9 9zM5 8l1.5 1.5M7 6l1 1M9 4l1.5 1.5",
    screen: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
    layers: "M8 2 14 5.5 8 9 2 5.5zM2 8.5 8 12l6-3.5M2 11.5 8 15l6-3.5",
  };

  function toolButton(parent, icon, label, act) {
    const button = L.DomUtil.create("a", "sarhad-tool", parent);
    button.href = "#";
    button.title = label;
    button.setAttribute("role", "button");
    button.setAttribute("aria-label", label);
    const svg = L.SVG.create("svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    const path = L.SVG.create("path");
    path.setAttribute("d", ICONS[icon]);
    svg.appendChild(path);
    button.appendChild(svg);
    L.DomEvent.on(button, "click", (event) => {
      L.DomEvent.stop(event);
      act(button);
    });
    L.DomEvent.on(button, "keydown", (event) => {
      if (event.key === " ") {
        L.DomEvent.stop(event);
        act(button);
      }
    });
    return button;
  }

  function layerList(state, words) {
    const box = L.DomUtil.create("div", "sarhad-layers");
    box.hidden = true;
    for (const name of ["points", "areas", "names", "accuracy"]) {
      const label = L.DomUtil.create("label", "", box);
      const tick = L.DomUtil.create("input", "", label);
      tick.type = "checkbox";
      tick.checked = true;
      label.appendChild(document.createTextNode(text(words[name])));
      tick.addEventListener("change", () => {
        state.hidden[name] = !tick.checked;
        state.base.redraw();
        redraw(state);
      });
    }
    return box;
  }

  function tools(state, words) {
    const control = L.control({ position: "topright" }), map = state.map;
    control.onAdd = () => {
      const box = L.DomUtil.create("div", "sarhad-tools");
      const bar = L.DomUtil.create("div", "leaflet-bar", box);
      const list = layerList(state, words);
      toolButton(bar, "layers", text(words.layers), (button) => {
        list.hidden = !list.hidden;
        button.setAttribute("aria-expanded", String(!list.hidden));
      }).setAttribute("aria-expanded", "false");
      state.saidFirst = text(words.first);
      state.measureButton = toolButton(bar, "measure", text(words.measure), () => {
        setMeasuring(state, !state.measured);
      });
      state.measureButton.setAttribute("aria-pressed", "false");
      if (document.fullscreenEnabled) {
        toolButton(bar, "screen", text(words.screen), () => {
          if (document.fullscreenElement) document.exitFullscreen();
          else map.getContainer().requestFullscreen();
        });
      }
      box.appendChild(list);
      state.said = L.DomUtil.create("div", "sarhad-said", box);
      state.said.setAttribute("role", "status");
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      map.getContainer().addEventListener("keydown", (event) => {
        if (event.key === "Escape" && state.measured) setMeasuring(state, false);
      });
      return box;
    };
    return control;
  }

  /* A canvas does not wait for a typeface; it is drawn again when the typeface is there. */
  function loadTypeface() {
    if (!HERE) return Promise.allSettled(Array.from(document.fonts, (face) => face.load()));
    const faces = [
      ["../font/sans.woff2", { style: "normal" }],
      ["../font/sans-italic.woff2", { style: "italic" }],
      ["fonts/vazirmatn-arabic.woff2", { unicodeRange: ARABIC }],
    ].map(([file, look]) => {
      const address = new URL(file, HERE).href;
      const face = new FontFace("Sarhad Sans", 'url("' + address + '")', { weight: "200 900", ...look });
      document.fonts.add(face);
      return face.load();
    });
    return Promise.allSettled(faces);
  }

  /* The page that holds this map; null where the browser does not let it be seen. */
  function pageAround() {
    try {
      return window.parent.location.search === undefined ? null : window.parent;
    } catch (error) {
      return null;
    }
  }

  function readView(words) {
    const numbers = (words || "").split(",").map(Number);
    const [lon, lat, zoom] = numbers;
    const sound = numbers.length === 3 && numbers.every(Number.isFinite) && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
    return sound && zoom >= 0 && zoom <= 30 ? [lat, lon, zoom] : null;
  }

  /* The view that a link names comes before the one that this tab was left at. */
  function rememberedView(linked) {
    const page = linked && pageAround();
    const named = page && readView(new URLSearchParams(page.location.search).get("at"));
    if (named) return named;
    try {
      return readView(window.sessionStorage.getItem("sarhad-view"));
    } catch (error) {
      return null; // storage may be shut off; then the map opens at its first view
    }
  }

  /* A view in the address makes no entry in the browser's history: going back undoes no panning. */
  function rememberView(map, linked, isFirstView) {
    const c = map.getCenter();
    const words = isFirstView ? "" : [c.lng.toFixed(4), c.lat.toFixed(4), map.getZoom()].join(",");
    try {
      window.sessionStorage.setItem("sarhad-view", words);
    } catch (error) {
      // nothing to remember it in
    }
    const page = linked && pageAround();
    if (!page) return;
    const address = new URL(page.location.href);
    address.searchParams.delete("at");
    const rest = address.searchParams.toString();
    address.search = words ? (rest ? rest + "&" : "") + "at=" + words : rest;
    if (address.href !== page.location.href) page.history.replaceState(page.history.state, "", address.href);
  }

  Sarhad.map = function (id, settings) {
    const raw = Sarhad.basemaps[settings.basemap];
    const base = unpackBasemap(raw), ownView = "view" in settings;
    let theme, looks;
    const map = L.map(id, {
      attributionControl: false, zoomControl: false, zoomSnap: 0.25, zoomDelta: 1,
      wheelPxPerZoomLevel: 110, minZoom: settings.zooms[0], maxZoom: settings.zooms[1], maxBoundsViscosity: 0.9,
      maxBounds: [[raw.limits[1], raw.limits[0]], [raw.limits[3], raw.limits[2]]],
      fadeAnimation: false, worldCopyJump: false, renderer: L.svg(),
      trackResize: false, // the observer below does it; Leaflet's own way ends in a late "moveend", as if somebody had moved
    });
    const container = map.getContainer();
    container.classList.add("sarhad-map");
    container.setAttribute("role", "application");
    container.setAttribute("aria-label", text(settings.label));
    const panes = ["sarhad-base", "sarhad-ground", "sarhad-labels", "sarhad-symbols"];
    panes.forEach((name, i) => {
      const pane = map.createPane(name);
      pane.style.zIndex = 200 + 60 * i;
      pane.style.pointerEvents = "none";
    });
    const state = (map.sarhad = { map: map, data: null, layer: null, marks: [], hoverArea: null, linked: [], pointAt: () => {}, updates: 0, hidden: {} });
    const wear = (name, outfit) => {
      theme = THEMES[name];
      looks = outfit.map((l) => ({ colour: l[0], outline: l[1], small: l[2] }));
      for (const other in THEMES) container.classList.toggle("sarhad-" + other, other === name);
      container.style.background = theme.paper;
    };
    wear(settings.theme, settings.looks);
    const remembered = ownView ? settings.view : rememberedView(settings.linked);
    const h = base.home;
    let atHome = false;
    const goHome = () => {
      atHome = true;
      map.fitBounds([[h[1], h[0]], [h[3], h[2]]], { animate: false });
      atHome = false;
    };
    const open = () => {
      if (remembered) map.setView([remembered[0], remembered[1]], remembered[2], { animate: false });
      else goHome();
    };
    open();
    // the frame takes its size after the map has been made, on a slow computer long after: until the
    // map is moved, the first view follows it
    let settling = true, resizing = false;
    new ResizeObserver(() => {
      resizing = true;
      map.invalidateSize({ pan: false });
      if (settling) open();
      resizing = false;
    }).observe(container);
    const canvases = [
      (state.base = new CanvasPane(panes[0], (ctx, v) => drawBase(ctx, v, base, theme, state.hidden))),
      (state.ground = new CanvasPane(panes[1], (ctx, v) => drawGround(ctx, v, state, theme, looks))),
      (state.labels = new CanvasPane(panes[2], (ctx, v) => drawLabels(ctx, v, base, theme, state))),
      (state.symbols = new CanvasPane(panes[3], (ctx, v) => drawSymbols(ctx, v, state, theme, looks))),
    ];
    for (const canvas of canvases) canvas.addTo(map);
    state.goHome = goHome;
    state.wear = (name, outfit) => {
      wear(name, outfit);
      canvases.forEach((canvas) => canvas.redraw());
    };
    loadTypeface().then(() => canvases.forEach((canvas) => canvas.redraw()));
    state.tip = L.tooltip({ direction: "top", offset: [0, -9], opacity: 1, className: "sarhad-tip" });
    state.popup = L.popup({ maxWidth: 300, minWidth: 160, offset: [0, -4], className: "sarhad-popup", autoPanPadding: [24, 24] });
    L.control.zoom({ position: "topleft" }).addTo(map);
    L.control.scale({ imperial: false, maxWidth: 120, position: "bottomleft" }).addTo(map);
    coordinates(map).addTo(map);
    attribution(settings.attribution).addTo(map);
    if (settings.tools) tools(state, settings.tools).addTo(map);
    map.on("click", (e) => onClick(state, e));
    map.on("mousemove", (e) => onHover(state, e));
    map.on("mouseout zoomstart movestart", () => map.closeTooltip(state.tip));
    map.on("mouseout", () => state.pointAt([]));
    if (settings.linked) linkPage(state);
    if (remembered && !ownView) rememberView(map, settings.linked, false);
    let waiting = 0;
    map.on("moveend", () => {
      if (!resizing) {
        settling = false;
        if (!ownView) rememberView(map, settings.linked, atHome);
      }
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => report(map), 60);
    });
    return map;
  };
})();
