// The map that moves. Everything it needs comes from this site: the library, its worker, the outlines, the figures.
// Without it, or where it fails, the still map stays on the page.
const ours = document.querySelector('script[data-map]');
const box = document.getElementById('map-canvas');
const spoken = document.getElementById('map-spoken');
const chooser = document.getElementById('map-area');

const HATCH = 8;

/** A small picture of one class: its ground, and the hatching that the key shows. */
function picture({ fill, pattern }) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = HATCH;
  const pen = canvas.getContext('2d');
  pen.fillStyle = fill;
  pen.fillRect(0, 0, HATCH, HATCH);
  pen.strokeStyle = pen.fillStyle = dark(fill) ? '#ffffff' : '#16202c';
  pen.lineWidth = 1.4;
  const line = (x1, y1, x2, y2) => { pen.beginPath(); pen.moveTo(x1, y1); pen.lineTo(x2, y2); pen.stroke(); };
  if (pattern === 'dots') { pen.beginPath(); pen.arc(HATCH / 2, HATCH / 2, 1.4, 0, 7); pen.fill(); }
  if (pattern === 'up' || pattern === 'cross') { line(-1, HATCH + 1, HATCH + 1, -1); line(-1, 1, 1, -1); line(HATCH - 1, HATCH + 1, HATCH + 1, HATCH - 1); }
  if (pattern === 'down' || pattern === 'cross') { line(-1, -1, HATCH + 1, HATCH + 1); line(-1, HATCH - 1, 1, HATCH + 1); line(HATCH - 1, -1, HATCH + 1, 1); }
  return pen.getImageData(0, 0, HATCH, HATCH);
}

function dark(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  return 0.2126 * red ** 2.2 + 0.7152 * green ** 2.2 + 0.0722 * blue ** 2.2 < 0.25;
}

/** An expression that gives each area what its class says; areas without a class give the last value. */
function byArea(areas, value, otherwise) {
  const pairs = Object.entries(areas).flatMap(([code, area]) => [code, value(area)]);
  return pairs.length ? ['match', ['get', 'code'], ...pairs, otherwise] : otherwise;
}

function layers(figures) {
  const classes = Object.fromEntries(figures.classes.map((one) => [one.key, one]));
  const hatched = Object.entries(figures.areas).filter(([, area]) => classes[area.class].pattern).map(([code]) => code);
  return [
    { id: 'paper', type: 'background', paint: { 'background-color': '#ffffff' } },
    { id: 'fill', type: 'fill', source: 'areas', 'source-layer': 'areas', paint: { 'fill-color': byArea(figures.areas, (area) => classes[area.class].fill, '#ffffff'), 'fill-antialias': false } },
    { id: 'hatch', type: 'fill', source: 'areas', 'source-layer': 'areas', filter: ['in', ['get', 'code'], ['literal', hatched]], paint: { 'fill-pattern': byArea(figures.areas, (area) => `class-${area.class}`, 'class-none') } },
    { id: 'edge', type: 'line', source: 'areas', 'source-layer': 'areas', paint: { 'line-color': figures.edge, 'line-width': 0.7 } },
    { id: 'chosen', type: 'line', source: 'areas', 'source-layer': 'areas', filter: ['==', ['get', 'code'], ''], paint: { 'line-color': '#0b0c0c', 'line-width': 3.5 } },
  ];
}

async function start() {
  const answer = await fetch(ours.dataset.figures, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(`figures: ${answer.status}`);
  const figures = await answer.json();
  if (!figures.bounds) return;
  const library = await import(ours.dataset.library);
  library.setWorkerUrl(new URL(ours.dataset.worker, location.href).href);
  const still = box.innerHTML;
  box.replaceChildren();
  box.classList.add('fp-map__canvas--live');
  try {
    draw(library, figures);
  } catch (problem) {
    box.classList.remove('fp-map__canvas--live');
    box.innerHTML = still;
    throw problem;
  }
}

function draw(library, figures) {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const map = new library.Map({
    container: box,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
    bounds: figures.bounds,
    fitBoundsOptions: { padding: 24 },
    maxZoom: 14,
    locale: { 'NavigationControl.ZoomIn': box.dataset.zoomIn, 'NavigationControl.ZoomOut': box.dataset.zoomOut, 'Map.Title': box.dataset.label },
    style: {
      version: 8,
      sources: { areas: { type: 'vector', tiles: [new URL(figures.tiles, location.href).href.replaceAll('%7B', '{').replaceAll('%7D', '}')], minzoom: figures.zooms[0], maxzoom: figures.zooms[1], bounds: figures.bounds } },
      layers: [],
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), 'top-right');
  const cross = document.createElement('div');
  cross.className = 'fp-map__cross';
  box.append(cross);

  const say = (code) => {
    asked += 1; // an older question is no longer waited for
    const area = figures.areas[code];
    spoken.textContent = area ? `${area.name}: ${area.words}` : box.dataset.noArea;
    map.setFilter('chosen', ['==', ['get', 'code'], code || '']);
    if (chooser) chooser.value = area ? code : '';
  };
  const at = (point) => map.queryRenderedFeatures(point, { layers: ['fill'] })[0]?.properties.code;
  // What stands at the cross is known only once its outlines are drawn: on a slow line, or while the map moves, wait.
  let asked = 0;
  const read = () => {
    const mine = ++asked;
    const tell = () => { if (mine === asked) say(at(map.project(map.getCenter()))); };
    if (map.loaded() && !map.isMoving()) { tell(); return; }
    spoken.textContent = box.dataset.drawing;
    map.once('idle', tell);
  };
  const whole = () => map.fitBounds(figures.bounds, { padding: 24, animate: !calm });

  map.on('load', () => {
    for (const one of figures.classes) map.addImage(`class-${one.key}`, picture(one));
    for (const layer of layers(figures)) map.addLayer(layer);
    map.on('click', 'fill', (event) => say(event.features[0].properties.code));
    map.on('mouseenter', 'fill', () => { map.getCanvas().style.cursor = 'pointer'; });
    map.getCanvas().addEventListener('keydown', (event) => {
      if (event.key === 'Enter') { event.preventDefault(); read(); }
      if (event.key === 'Escape') { whole(); }
    });
    chooser.addEventListener('change', () => {
      const area = figures.areas[chooser.value];
      if (!area) { whole(); return; }
      say(chooser.value);
      if (area.box) map.fitBounds(area.box, { padding: 80, maxZoom: 12, animate: !calm });
    });
    document.getElementById('map-tools').hidden = false;
    document.getElementById('map-help').hidden = false;
    map.getCanvas().setAttribute('aria-describedby', 'map-help');
    box.dataset.ready = 'yes';
  });
  map.on('error', (event) => { box.dataset.error = String(event.error && event.error.message); });
}

if (ours && box) {
  start().catch((problem) => { spoken.textContent = box.dataset.failed; box.dataset.error = String(problem); });
}
