#!/usr/bin/env python3
"""Fits the figures of the synthetic organisation to the real logs.

Usage: python3 data-samples/fit/fit_real.py [REAL_LOGS] > jobs/src/main/resources/dev/goodhart/sample/fitted.json

REAL_LOGS is a folder with usage/claude_code and outcomes/github (default: data-samples/real).
With --compare OTHER_LOGS it prints, instead, p10/p50/p90 of both as a Markdown table.

Only quantiles and shares leave this script: no id, no text, no single record. Standard library only.
"""

import argparse
import collections
import glob
import gzip
import json
import os
import statistics
import sys
from datetime import datetime

GRID = [0, 0.01, 0.025] + [i / 20 for i in range(1, 20)] + [0.975, 0.99, 0.995, 0.999, 1]
DECILES = [i / 10 for i in range(11)]
EDIT = {"Edit", "Write", "MultiEdit", "NotebookEdit"}
SEARCH = {"Grep", "Glob", "LSP"}
PLAN = {"TodoWrite", "TaskCreate", "TaskUpdate", "TaskList", "TaskGet", "ExitPlanMode", "EnterPlanMode"}
TRIVIAL = {"ls", "echo", "cat", "pwd", "sleep", "true", "date", "cd", "head", "which", "wc"}
TOOLS = ["Edit", "Write", "Read", "Grep", "Glob", "Bash", "Task", "TodoWrite", "WebFetch", "other"]


def group(tool):
    if tool in EDIT:
        return "edit"
    if tool in SEARCH:
        return "search"
    if tool in PLAN:
        return "plan"
    return {"Read": "read", "Bash": "shell", "Task": "agent"}.get(tool, "other")


def read_json_lines(root, below):
    for path in sorted(glob.glob(os.path.join(root, below, "**", "*.json*"), recursive=True)):
        opener = gzip.open if path.endswith(".gz") else open
        with opener(path, "rt") as lines:
            for line in lines:
                yield json.loads(line)


def number(value):
    return float(value) if value is not None else 0.0


def read_sessions(root):
    """Events by session, each once, in order of time."""
    sessions = collections.defaultdict(dict)
    for batch in read_json_lines(root, "usage/claude_code"):
        for resource in batch["resourceLogs"]:
            shared = {a["key"]: next(iter(a["value"].values())) for a in resource["resource"]["attributes"]}
            for scope in resource["scopeLogs"]:
                for record in scope["logRecords"]:
                    event = dict(shared)
                    event.update((a["key"], next(iter(a["value"].values()))) for a in record["attributes"])
                    at = datetime.fromisoformat(event["event.timestamp"].replace("Z", "+00:00"))
                    event["at"] = at.timestamp()
                    event["hour"] = at.hour + at.minute / 60
                    event["weekday"] = at.weekday()
                    key = (event["event.timestamp"], event.get("event.sequence"), event["event.name"])
                    sessions[event["session.id"]][key] = event
    return {
        session: sorted(events.values(), key=lambda e: (e["at"], int(e.get("event.sequence", 0))))
        for session, events in sessions.items()
    }


def repeated_share(values):
    values = [v for v in values if v not in (None, "<REDACTED>")]
    return 1 - len(set(values)) / len(values) if values else None


def cost(event):
    return number(event["cost_usd"]) if "cost_usd" in event else number(event.get("cost_usd_micros")) / 1e6


def measure(sessions):
    """Figures a session (name -> list over sessions), and pooled figures (name -> list of lists, one a session)."""
    single = collections.defaultdict(list)
    pooled = collections.defaultdict(list)
    tools = collections.Counter()
    words = collections.Counter()
    models = collections.Counter()
    starts = collections.defaultdict(list)
    for events in sessions.values():
        calls = [e for e in events if e["event.name"] == "api_request"]
        results = [e for e in events if e["event.name"] == "tool_result"]
        prompts = [e for e in events if e["event.name"] == "user_prompt"]
        models.update(e["model"] for e in calls)
        if not calls:
            continue
        starts[events[0].get("user.email")].append(events[0]["at"])
        single["calls"].append(len(calls))
        single["prompts"].append(len(prompts))
        single["calls_per_prompt"].append(len(calls) / max(1, len(prompts)))
        single["tools_per_call"].append(len(results) / len(calls))
        single["duration_min"].append((events[-1]["at"] - events[0]["at"]) / 60)
        single["cost_usd"].append(sum(cost(e) for e in calls))
        first = calls[0]
        single["first_context"].append(
            sum(number(first[k]) for k in ("input_tokens", "cache_read_tokens", "cache_creation_tokens")))
        if len(prompts) > 1:
            single["prompt_repeat"].append(repeated_share([e["prompt"] for e in prompts]) or 0)
        if results:
            parameters = [json.loads(e.get("tool_parameters", "{}")) for e in results]
            single["input_repeat"].append(repeated_share([p.get("input_sha256") for p in parameters]) or 0)
            paths = [p.get("file_path_sha256", p.get("file_path")) for p in parameters]
            paths = [p for p in paths if p]
            if len(paths) >= 5:
                single["file_spread"].append(len(set(paths)) / len(paths))
            groups = collections.Counter(group(e["tool_name"]) for e in results)
            for name in ("edit", "search", "plan", "read", "shell", "agent", "other"):
                single[name + "_share"].append(groups[name] / len(results))
            single["error_share"].append(sum(e["success"] == "false" for e in results) / len(results))
            single["reject_share"].append(sum(e.get("decision_type") == "reject" for e in results) / len(results))
            shell = [p.get("bash_command") for e, p in zip(results, parameters) if e["tool_name"] == "Bash"]
            words.update(w for w in shell if w)
            if shell:
                single["trivial_share"].append(sum(w in TRIVIAL for w in shell) / len(shell))
        for e in results:
            tools[e["tool_name"]] += 1
        by_tool = collections.defaultdict(lambda: collections.defaultdict(list))
        for e in results:
            name = e["tool_name"] if e["tool_name"] in TOOLS else "other"
            by_tool[name]["result_bytes"].append(number(e.get("tool_result_size_bytes")))
            by_tool[name]["input_bytes"].append(number(e.get("tool_input_size_bytes")))
            by_tool[name]["tool_ms"].append(number(e.get("duration_ms")))
        for name, figures in by_tool.items():
            for figure, values in figures.items():
                pooled[f"{figure}.{name}"].append(values)
        pooled["prompt_chars"].append([number(e["prompt_length"]) for e in prompts])
        pooled["output_tokens"].append([number(e["output_tokens"]) for e in calls])
        pooled["input_tokens"].append([number(e["input_tokens"]) for e in calls])
        pooled["cache_read_tokens"].append([number(e["cache_read_tokens"]) for e in calls])
        pooled["cache_creation_tokens"].append([number(e["cache_creation_tokens"]) for e in calls])
        latency, think, growth, misses = [], [], [], 0
        context = None
        for before, e in zip(events, events[1:]):
            gap = e["at"] - before["at"]
            if e["event.name"] == "api_request":
                latency.append(gap)
            elif e["event.name"] == "user_prompt":
                think.append(gap)
        for e in calls:
            now = sum(number(e[k]) for k in ("input_tokens", "cache_read_tokens", "cache_creation_tokens"))
            if context is not None:
                if now >= context:
                    growth.append(now - context)
                misses += number(e["cache_read_tokens"]) < 0.5 * context
            context = now
        pooled["latency_s"].append(latency)
        pooled["think_s"].append(think)
        pooled["growth_tokens"].append(growth)
        single["miss_share"].append(misses / len(calls))
        per_call = collections.Counter()
        last = None
        for e in events:
            if e["event.name"] == "api_request":
                last = e["at"], e.get("event.sequence")
                per_call[last] = 0
            elif e["event.name"] == "tool_result" and last:
                per_call[last] += 1
        pooled["tools_after_call"].append(list(per_call.values()))
    spacing = [[b - a for a, b in zip(s, s[1:])] for s in map(sorted, starts.values())]
    pooled["session_spacing_h"] = [[v / 3600 for v in s] for s in spacing]
    shares = {
        "tool": fractions(tools),
        "bash_word": fractions(words, 40),
        "model": fractions(models),
    }
    return single, pooled, shares


def fractions(counter, top=None):
    total = sum(counter.values()) or 1
    return {k: round(v / total, 6) for k, v in counter.most_common(top)}


def quantiles(values, grid=None):
    values = sorted(values)
    if not values:
        return []
    result = []
    for share in grid or GRID:
        at = share * (len(values) - 1)
        low = int(at)
        high = min(low + 1, len(values) - 1)
        result.append(float("%.6g" % (values[low] + (values[high] - values[low]) * (at - low))))
    return result


def within_session_correlation(lists):
    """Intra-class correlation of normal scores: how much of a figure's spread lies between sessions."""
    flat = sorted(v for values in lists for v in values)
    if len(flat) < 50:
        return 0.0
    rank, inverse = {}, statistics.NormalDist().inv_cdf
    start = 0
    while start < len(flat):
        end = start
        while end < len(flat) and flat[end] == flat[start]:
            end += 1
        rank[flat[start]] = inverse((start + end) / 2 / len(flat)) if 0 < start + end < 2 * len(flat) else 0.0
        start = end
    scores = [[rank[v] for v in values] for values in lists if len(values) > 1]
    n = sum(map(len, scores))
    k = len(scores)
    if k < 2 or n == k:
        return 0.0
    means = [statistics.fmean(s) for s in scores]
    grand = sum(sum(s) for s in scores) / n
    between = sum(len(s) * (m - grand) ** 2 for s, m in zip(scores, means)) / (k - 1)
    within = sum(sum((v - m) ** 2 for v in s) for s, m in zip(scores, means)) / (n - k)
    size = (n - sum(len(s) ** 2 for s in scores) / n) / (k - 1)
    variance = max(0.0, (between - within) / size)
    return round(variance / (variance + within), 4) if variance + within else 0.0


def measure_outcomes(root):
    opened, closed, pulls = {}, {}, {}
    for delivery in read_json_lines(root, "outcomes/github"):
        if delivery["event"] != "pull_request":
            continue
        pull = delivery["payload"]["pull_request"]
        key = delivery["payload"]["repository"]["full_name"], pull["number"]
        if delivery["payload"]["action"] == "opened":
            opened[key] = pull
        elif pull.get("merged_at"):
            closed[key] = pull
        pulls[key] = pull

    def hours(pull):
        at = lambda name: datetime.fromisoformat(pull[name].replace("Z", "+00:00"))
        return (at("merged_at") - at("created_at")).total_seconds() / 3600

    return {
        "merge_hours": quantiles([hours(p) for p in closed.values()]),
        "additions": quantiles([p["additions"] for p in pulls.values()]),
        "deletions": quantiles([p["deletions"] for p in pulls.values()]),
        "commits": quantiles([p["commits"] for p in pulls.values()]),
    }


def fit(root):
    single, pooled, shares = measure(read_sessions(root))
    return {
        "about": "Quantiles of the real logs at the shares in grid, made by data-samples/fit/fit_real.py. Not to be edited.",
        "grid": GRID,
        "session": {name: quantiles(values) for name, values in sorted(single.items())},
        "pooled": {
            name: {
                "quantiles": quantiles([v for values in lists for v in values]),
                "between_sessions": within_session_correlation(lists),
            }
            for name, lists in sorted(pooled.items())
        },
        "share": shares,
        "outcome": measure_outcomes(root),
    }


def compare(real_root, other_root):
    rows = []
    for root in (real_root, other_root):
        single, pooled, _ = measure(read_sessions(root))
        figures = {name: quantiles(values, DECILES) for name, values in single.items()}
        figures.update((n, quantiles([v for vs in lists for v in vs], DECILES)) for n, lists in pooled.items())
        low, middle, high = (GRID.index(share) for share in (0.1, 0.5, 0.9))
        outcomes = {n: (q[low], q[middle], q[high]) for n, q in measure_outcomes(root).items() if q}
        figures = {n: (q[1], q[5], q[9]) for n, q in figures.items() if q}
        figures.update(outcomes)
        rows.append(figures)
    print("| figure | real p10 | p50 | p90 | made-up p10 | p50 | p90 |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name in sorted(set(rows[0]) & set(rows[1])):
        cells = ["%.4g" % v for row in rows for v in row[name]]
        print("| " + " | ".join([name] + cells) + " |")


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("real", nargs="?", default=os.path.join(here, "..", "real"))
    parser.add_argument("--compare", metavar="OTHER_LOGS")
    arguments = parser.parse_args()
    if not os.path.isdir(os.path.join(arguments.real, "usage", "claude_code")):
        sys.exit(f"{arguments.real}: no usage/claude_code below it; name the folder of the real logs")
    if arguments.compare:
        compare(arguments.real, arguments.compare)
    else:
        json.dump(fit(arguments.real), sys.stdout, indent=1, sort_keys=True)
        print()


if __name__ == "__main__":
    main()
