"""Draws what `dev.goodhart.world.RedTeam` wrote, and puts its figures into the model card.

Usage: plots.py FOLDER_OF_CSV FOLDER_OF_DOCS
"""

import csv
import statistics
import sys
from collections import Counter, defaultdict
from pathlib import Path

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt  # noqa: E402

INK, FAINT, BAND = "#222222", "#8a8a8a", "#c9dcee"
LINE = "#1f5f99"
WAYS = {
    "free": ("free changes alone", "#c0392b"),
    "tokens": ("fewer tokens too", "#e8a33d"),
    "work": ("work that lands", "#2e7d5b"),
    "none": ("no way found", "#1f3a4d"),
}
NOTHING_HIDDEN, HALF_HIDDEN = "0.0", "0.5"
BEGIN, END = "<!-- make redteam writes from here -->", "<!-- to here -->"

plt.rcParams.update(
    {"font.size": 9, "axes.edgecolor": FAINT, "text.color": INK, "axes.labelcolor": INK,
     "xtick.color": INK, "ytick.color": INK}
)


def read(path):
    with path.open(newline="") as lines:
        return list(csv.DictReader(lines))


def spoken(kind):
    return kind.replace("_", " ")


def draw_evasion(rows, path):
    """Share flagged over the share hidden, a panel an archetype; all gaming in grey behind each."""
    gaming, honest = defaultdict(list), []
    for row in rows:
        point = [float(row[name]) for name in ("evasion", "share", "low", "high")]
        if row["gaming"] == "1":
            gaming[row["kind"]].append((point, int(row["sessions"])))
        elif row["kind"] == "all":
            honest.append(point)
    every = [point for point, _ in gaming.pop("all")]
    kinds = sorted(gaming, key=lambda kind: -sum(point[1] for point, _ in gaming[kind]))
    figure, axes = plt.subplots(3, 4, figsize=(10, 7), sharex=True, sharey=True)
    panels = [(None, every, None)] + [
        (kind, [point for point, _ in gaming[kind]], [n for _, n in gaming[kind]]) for kind in kinds
    ]
    for axis, (kind, points, sessions) in zip(axes.flat, panels):
        hidden, share, low, high = zip(*points)
        if kind:
            axis.plot(*list(zip(*every))[:2], color=FAINT, linewidth=0.9, linestyle=(0, (4, 3)))
            axis.set_title(f"{spoken(kind)} ({few_to_many(sessions)})", fontsize=9, loc="left")
        else:
            axis.plot(*list(zip(*honest))[:2], color=FAINT, linewidth=1.4)
            least, most = (f"{100 * end(point[1] for point in honest):.1f}" for end in (min, max))
            axis.annotate(
                f"honest, {least} %" if least == most else f"honest, {least} to {most} %",
                (0.02, honest[0][1] + 0.04), color=FAINT, fontsize=8)
            axis.set_title("all gaming", fontsize=9, loc="left", fontweight="bold")
        axis.fill_between(hidden, low, high, color=BAND, linewidth=0)
        axis.plot(hidden, share, color=LINE, linewidth=1.8, marker="o", markersize=3.5)
        for at, away, side in ((0, -6, "right"), (-1, 6, "left")):
            axis.annotate(
                f"{100 * share[at]:.0f} %", (hidden[at], share[at]), color=LINE, fontsize=8,
                xytext=(away, 0), textcoords="offset points", ha=side, va="center",
                fontweight="bold")
        axis.set_ylim(0, 1.03)
        axis.set_xlim(-0.42, 1.3)
        axis.set_xticks([0, 0.5, 1], ["0", "½", "1"])
        axis.set_yticks([0, 0.5, 1], ["0", "50 %", "100 %"])
        axis.spines[["top", "right"]].set_visible(False)
        axis.grid(axis="y", color="#eeeeee")
    figure.suptitle(
        "Gaming sessions flagged, by the share of what gives them away that stays hidden",
        x=0.01, ha="left", fontsize=12, fontweight="bold")
    figure.text(
        0.01, 0.935, "In brackets: sessions at each step. Bands: 95 % intervals,"
        " clustered by person. Dashed: all gaming.", color=FAINT)
    figure.supxlabel("share of tells hidden", fontsize=9)
    figure.tight_layout(rect=(0, 0, 1, 0.95))
    figure.savefig(path, dpi=130)


def ways_by_kind(rows):
    ways = defaultdict(lambda: defaultdict(int))
    for row in rows:
        for kind in (row["kind"], "all"):
            ways[kind][row["price"]] += 1
    return ways


def share_alone(rows):
    tried, escaped = defaultdict(int), defaultdict(int)
    for row in rows:
        for kind in (row["kind"], "all"):
            tried[kind, row["behaviour"]] += int(row["colleagues"])
            escaped[kind, row["behaviour"]] += int(row["escapes"])
    return {key: escaped[key] / tried[key] for key in tried if tried[key]}


def draw_adaptive(escapes, alone, path):
    """What it takes not to be flagged any more, and what each behaviour does alone."""
    ways, shares = ways_by_kind(escapes), share_alone(alone)
    kinds = ["all"] + sorted(
        (kind for kind in ways if kind != "all"),
        key=lambda kind: -ways[kind]["free"] / sum(ways[kind].values()))
    price = {row["behaviour"]: row["price"] for row in alone}
    behaviours = sorted(price, key=lambda name: (list(WAYS).index(price[name]), -shares["all", name]))
    figure, (left, right) = plt.subplots(
        1, 2, figsize=(12, 6.2), sharey=True, gridspec_kw={"width_ratios": [1, 2]})
    for place, kind in enumerate(kinds):
        total, start = sum(ways[kind].values()), 0.0
        for way, (_, colour) in WAYS.items():
            share = ways[kind][way] / total
            left.barh(place, share, left=start, color=colour, height=0.72)
            if share >= 0.09:
                left.text(start + share / 2, place, f"{100 * share:.0f}", color="white",
                          ha="center", va="center", fontsize=8)
            start += share
    left.set_yticks(
        range(len(kinds)),
        [f"{'all gaming' if kind == 'all' else spoken(kind)} ({sum(ways[kind].values())})"
         for kind in kinds])
    left.get_yticklabels()[0].set_fontweight("bold")
    left.invert_yaxis()
    left.set_xlim(0, 1)
    left.set_xticks([0, 0.5, 1], ["0", "50 %", "100 %"])
    left.tick_params(axis="y", length=0)
    left.spines[["top", "right", "left"]].set_visible(False)
    for place, (text, colour) in enumerate(WAYS.values()):
        left.text(0.52 * (place % 2), -0.8 - 0.6 * (1 - place // 2), "■ " + text, color=colour,
                  va="center", fontweight="bold", fontsize=8.5)
    right.imshow(
        [[shares.get((kind, name), 0) for name in behaviours] for kind in kinds],
        cmap="Reds", vmin=0, vmax=1, aspect="auto")
    for y, kind in enumerate(kinds):
        for x, name in enumerate(behaviours):
            share = shares.get((kind, name), 0)
            right.text(x, y, f"{100 * share:.0f}" if share >= 0.005 else "·", ha="center",
                       va="center", color="white" if share > 0.55 else INK, fontsize=8)
    right.set_xticks(
        range(len(behaviours)), behaviours, rotation=40, ha="left", rotation_mode="anchor")
    right.xaxis.tick_top()
    right.tick_params(length=0)
    for label, name in zip(right.get_xticklabels(), behaviours):
        label.set_color(WAYS[price[name]][1])
    right.spines[:].set_visible(False)
    right.axhline(0.5, color="white", linewidth=3)
    figure.text(0.01, 0.955, "What it takes a flagged gamer not to be flagged", fontsize=12,
                fontweight="bold")
    figure.text(0.01, 0.92, "% of flagged sessions, by the cheapest way found", color=FAINT)
    figure.text(0.43, 0.955, "One behaviour changed alone", fontsize=12, fontweight="bold")
    figure.text(0.43, 0.92, "% no longer flagged; behaviours coloured by their price", color=FAINT)
    figure.tight_layout(rect=(0, 0, 1, 0.92))
    figure.savefig(path, dpi=130)


def tables(evasion, escapes, alone):
    """The figures in Markdown."""
    return "\n\n".join(
        "\n".join("| " + " | ".join(cells) + " |" for cells in table)
        for table in (evasion_table(evasion), ways_table(escapes), alone_table(alone)))


def evasion_table(rows):
    kinds = defaultdict(dict)
    for row in rows:
        if row["gaming"] == "1" or row["kind"] == "all":
            kinds[row["gaming"], row["kind"]][float(row["evasion"])] = row
    hidden = sorted({float(row["evasion"]) for row in rows})
    yield ["% flagged, where so much is hidden", "sessions", *(f"{100 * at:.0f} %" for at in hidden)]
    yield ["---", *["---:"] * (1 + len(hidden))]
    for (gaming, kind), by in kinds.items():
        name = spoken(kind) if kind != "all" else "**all gaming**" if gaming == "1" else "**honest**"
        decimals = 0 if gaming == "1" else 1
        yield [name, few_to_many(int(row["sessions"]) for row in by.values())] + [
            " ".join(
                form.format(100 * float(by[at][name]), decimals)
                for form, name in (("{:.{}f}", "share"), ("({:.{}f}", "low"), ("to {:.{}f})", "high")))
            for at in hidden]


def few_to_many(numbers):
    ordered = sorted(numbers)
    return "–".join(str(number) for number in sorted({ordered[0], ordered[-1]}))


def ways_table(rows):
    yield ["flagged sessions, the cheapest way out", "sessions", "behaviours changed",
           *(text for text, _ in WAYS.values()), "changed first", "lines, commits that work takes"]
    yield ["---", *["---:"] * 6, "---", "---:"]
    plain = [row for row in rows if row["evasion"] == NOTHING_HIDDEN]
    yield way_out("**all gaming**", plain)
    yield way_out("**all gaming, half hidden**", [r for r in rows if r["evasion"] == HALF_HIDDEN])


def way_out(name, rows):
    out = [row for row in rows if row["price"] != "none"]
    work = [row for row in out if row["price"] == "work"]
    ways = Counter(row["price"] for row in rows)
    first, times = Counter(row["first"] for row in out).most_common(1)[0] if out else ("", 0)
    return [
        name, str(len(rows)), median(int(row["changes"]) for row in out),
        *(f"{100 * ways[way] / max(1, len(rows)):.0f} %" for way in WAYS),
        f"{first} ({times})" if out else "–",
        f"{median(more(row, 'lines') for row in work)}, {median(more(row, 'commits') for row in work)}"]


def alone_table(rows):
    price = {row["behaviour"]: row["price"] for row in rows}
    plain, half = (
        share_alone([row for row in rows if row["evasion"] == hidden])
        for hidden in (NOTHING_HIDDEN, HALF_HIDDEN))
    yield ["one behaviour changed alone", "price", "no longer flagged", "where half is hidden"]
    yield ["---", "---", "---:", "---:"]
    for name in sorted(price, key=lambda name: -plain["all", name]):
        yield [name, price[name], f"{100 * plain['all', name]:.1f} %",
               f"{100 * half['all', name]:.1f} %"]


def more(row, what):
    return float(row[what + "_after"] or 0) - float(row[what + "_before"] or 0)


def median(values):
    known = list(values)
    return f"{statistics.median(known):.0f}" if known else "–"


def put_between_marks(text, page):
    """Replaces what stands between the red team's two comments in a page."""
    before, rest = page.read_text().split(BEGIN)
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}")


def main(source, docs):
    evasion, escapes, alone = (
        read(source / name) for name in ("evasion.csv", "adaptive.csv", "alone.csv"))
    draw_evasion(evasion, docs / "redteam-evasion.png")
    draw_adaptive(
        [row for row in escapes if row["evasion"] == NOTHING_HIDDEN],
        [row for row in alone if row["evasion"] == NOTHING_HIDDEN],
        docs / "redteam-adaptive.png")
    put_between_marks(tables(evasion, escapes, alone), docs / "model-card.md")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
