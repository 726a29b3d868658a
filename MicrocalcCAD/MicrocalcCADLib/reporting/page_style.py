"""How all pages begin, and their style sheet: pictures on black, text readable in light and dark surroundings and on
paper.
"""

from __future__ import annotations

from html import escape

STYLE = """
:root { color-scheme: light dark; --back: #f5f6f8; --card: #ffffff; --text: #16191d; --muted: #5b6470;
  --line: #d9dde3; }
@media (prefers-color-scheme: dark) {
  :root { --back: #0e1114; --card: #181c21; --text: #eef1f4; --muted: #9aa4b2; --line: #2b323a; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 100rem; background: var(--back); color: var(--text);
  font: 15px/1.45 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
h1 { margin: 0; font-size: 1.5rem; overflow-wrap: anywhere; }
h2 { margin: 0 0 .6rem; font-size: 1.05rem; }
h3 { margin: 0; font-size: 1.05rem; }
.summary { margin: .2rem 0 .6rem; }
.research, .notice { margin: .4rem 0; padding: .5rem .8rem; border-radius: .4rem; border: 1px solid #d99a1c;
  background: #ffbe3c22; }
.research { font-weight: 600; }
label { margin-left: .35rem; }
.legend { margin-left: 1.2rem; white-space: nowrap; }
.legend::before { content: ""; display: inline-block; width: .7em; height: .7em; margin-right: .4em;
  border: 3px solid var(--colour); }
main { display: grid; grid-template-columns: minmax(0, 1fr) minmax(26rem, 1fr); gap: 1.2rem; align-items: start;
  margin: .8rem 0 1.2rem; }
figure { position: relative; margin: 0; background: #000; border-radius: .4rem; overflow: hidden; }
.whole { position: sticky; top: 1rem; width: min(100%, calc(max(100vh - 2rem, 40rem) * var(--aspect)));
  justify-self: center; }
.picture { display: block; width: 100%; height: auto; }
.whole .picture { aspect-ratio: var(--aspect); }
.marks * { fill: none; stroke-width: 2px; vector-effect: non-scaling-stroke; }
.marks path { stroke-width: 1.3px; }
.marks polygon, .marks circle, .marks polyline { pointer-events: all; }
.marks text { font-weight: 700; stroke: #000; stroke-width: 3px; paint-order: stroke; font-family: inherit; }
.marks circle { stroke-opacity: .75; }
#marks:not(:checked) ~ main .marks { display: none; }
.scale { position: absolute; left: .7rem; bottom: .5rem; border-bottom: 3px solid #fff; color: #fff;
  font-size: .75rem; line-height: 1.3;
  text-shadow: 0 0 3px #000, 0 0 3px #000; white-space: nowrap; }
article { display: grid; grid-template-columns: minmax(11rem, 19rem) 1fr; gap: .9rem; margin-bottom: .9rem;
  padding: .7rem; background: var(--card);
  border: 1px solid var(--line); border-left: 5px solid var(--colour); border-radius: .4rem; scroll-margin-top: 1rem; }
article:target { outline: 3px solid var(--colour); }
.number { display: inline-block; min-width: 1.7em; padding: 0 .35em; border-radius: .3em;
  background: var(--colour); color: #000; text-align: center; }
.kind { margin: .1rem 0 .4rem; color: var(--muted); }
.none { color: var(--muted); }
table { border-collapse: collapse; width: 100%; font-size: .9em; }
th { padding: .12rem .8rem .12rem 0; color: var(--muted); font-weight: 400; text-align: left; vertical-align: top;
  white-space: nowrap; }
td { padding: .12rem 0; overflow-wrap: anywhere; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); gap: 1rem; }
.facts div { padding: .8rem; background: var(--card); border: 1px solid var(--line); border-radius: .4rem; }
footer { margin-top: 1.2rem; color: var(--muted); font-size: .85rem; }
@media (max-width: 60rem) { main { grid-template-columns: minmax(0, 1fr); } .whole { position: relative; top: 0; } }
@media print { body { padding: 0; } .whole { position: relative; } article { break-inside: avoid;
  } input, label { display: none; } }
"""


def opening(title: str, own_style: str = "", pictures: bool = False) -> str:
    """Return the text of a page up to the start of its body; it opens without a network, and shows pictures only that
    it holds itself.
    """
    allowed = "img-src data:; " if pictures else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; {allowed}style-src 'unsafe-inline'">
<title>{escape(title)}</title>
<style>{STYLE}{own_style}</style>
</head>
<body>
"""


SEVERAL_PLANES = "Lengths and areas are those in the plane that each image's page states."


def plane_text(plane: str) -> str:
    """Return where lengths and areas hold, in a sentence: `Mammogram.spacing_plane`."""
    return f"Lengths and areas are those in the plane of the {plane}."
