"""Builds of reports against the plain loop of papermill and nbconvert, all in one run.

``python benchmarks/reports.py [PART ...]`` prints the ratios; ``RESULTS.md`` keeps some. The plain loop makes each
report as the two tools' documentation says: ``papermill notebook.ipynb out.ipynb -p NAME VALUE``, then
``jupyter nbconvert --to html out.ipynb``. Rounds are interleaved, ratios are medians over rounds.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import random
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import clock
from clock import Run, interleaved, ratio, run

from yosan.data import paths
from yosan.data.catalogue import load_catalogue
from yosan.render import batch, jobs
from yosan.render.jobs import Job

YOSAN = Path(sys.executable).with_name("yosan")
HERE = Path(__file__).parent
PLAIN_RUNS = 30  # of a batch by the plain loop; the rest is extrapolated
MIX = 25  # consortia after which their firms recur, so that so many reports stand for a whole batch


def default_jobs() -> list[Job]:
    reports = load_catalogue()
    cells = {report.notebook: jobs.parameters_cell(paths.notebook(report.notebook)) for report in reports}
    return jobs.make_jobs(reports, [report.slug for report in reports], [], {}, cells)


def plain(jobs: Sequence[Job], folder: Path, workers: int) -> Run:
    """What a user would do without the builder, so many reports at a time."""
    lines = []
    for place, job in enumerate(jobs):
        made = folder / f"plain-{place}.ipynb"
        options = [part for name, value in job.parameters.items() for part in _option(name, value, job)]
        tools = Path(sys.executable).parent
        papermill = [tools / "papermill", job.notebook, made, "--cwd", job.cwd, "--no-progress-bar", *options]
        nbconvert = [tools / "jupyter", "nbconvert", "--to", "html", made]
        lines.append(" && ".join(shlex.join(map(str, command)) for command in (papermill, nbconvert)))
    script = folder / "plain.sh"
    script.write_text("\n".join(lines))
    return run(["xargs", "-a", script, "-d", "\n", "-P", str(workers), "-I", "{}", "sh", "-c", "{}"])


def _option(name: str, value: object, job: Job) -> tuple[str, str, str]:
    if name == "file":
        return "-r", name, str(job.cwd / str(value) if job.folder else value)
    return "-r" if isinstance(value, str) else "-p", name, str(value)


def ours(folder: Path, *arguments: str | Path) -> Run:
    """The builder from nothing."""
    out = Path(tempfile.mkdtemp(dir=folder))
    return run([YOSAN, *arguments, "--out", out])


def floor(jobs: Sequence[Job], folder: Path, processes: int = 1) -> Run:
    """The least that the cells and the export cost, in one warm process, or shared out to keep other cores as busy."""
    commands = []
    for first in range(processes):
        stored = folder / f"jobs-{first}.pickle"
        stored.write_bytes(pickle.dumps(list(jobs)[first::processes]))
        commands.append(shlex.join(map(str, (sys.executable, HERE / "floor.py", stored))))
    done = run(["sh", "-c", f"{' & '.join(commands)}; wait"])
    return Run(done.wall_s, sum(map(float, done.said.split())), done.foreign_s, done.peak_mb, "")


def compare_sets(folder: Path, rounds: int) -> None:
    """The default reports in both languages, from nothing."""
    jobs = default_jobs()
    found = interleaved(
        {
            "plain": partial(plain, jobs, folder, 1),
            "plain, two at a time": partial(plain, jobs, folder, 2),
            "yosan build": partial(ours, folder, "build"),
            "floor": partial(floor, jobs, folder),
            "floor, both cores busy": partial(floor, jobs, folder, 2),
        },
        rounds,
    )
    show(f"{len(jobs)} reports from nothing", found)
    built = found["yosan build"]
    for name in ("plain", "plain, two at a time"):
        tell(f"wall: {name} / yosan build", [r.wall_s for r in found[name]], [r.wall_s for r in built])
    tell("processor: plain / yosan build", [r.cpu_s for r in found["plain"]], [r.cpu_s for r in built])
    for name in ("floor", "floor, both cores busy"):
        tell(f"processor: yosan build / {name}", [r.cpu_s for r in built], [r.cpu_s for r in found[name]])


def compare_nothing(folder: Path, rounds: int) -> None:
    """Nothing has changed since the last build."""
    out = folder / "fresh"
    made = run([YOSAN, "build", "--out", out])
    ways = {
        "python -c pass": partial(run, [sys.executable, "-c", "pass"]),
        "yosan build, no change": partial(run, [YOSAN, "build", "--out", out]),
    }
    found = interleaved(ways, 10 * rounds)
    show("no change", found)
    again, empty = ([run.wall_s for run in found[name]] for name in ("yosan build, no change", "python -c pass"))
    assert "fresh in" in found["yosan build, no change"][0].said
    tell("wall: no change / python -c pass", again, empty)
    tell("wall: build / no change", [made.wall_s] * len(again), again)


def write_members(path: Path, consortia: int) -> Path:
    """Consortia of two to ten firms, the same at each call."""
    lines = ["consortium_id,member_id,name,lead,size,employees,eligible_cost_yen,certification,expert"]
    for consortium in range(1, consortia + 1):
        draw = random.Random(consortium % MIX)
        for member in range(1, draw.randint(2, 10) + 1):
            firm = (f"K{consortium:05d}", member, f"Firm {member}", "yes" if member == 1 else "no")
            size, staff = draw.choice(("small", "medium")), draw.randint(1, 200)
            certified = draw.choice(("none", "equipment_plan", "innovation_plan"))
            cost_yen = draw.randrange(10**6, 6 * 10**7, 1000)
            lines.append(",".join(map(str, (*firm, size, staff, cost_yen, certified, draw.choice(("yes", "no"))))))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def batch_jobs(out: Path, count: int) -> list[Job]:
    report = next(report for report in load_catalogue() if report.slug == "consortium")
    declared = jobs.declared_parameters(jobs.parameters_cell(paths.notebook(report.notebook)))
    return list(batch.jobs(report, declared, [f"K{n:05d}" for n in range(1, count + 1)], ["ja"], out))


def compare_batches(folder: Path, consortia: int) -> None:
    """One report for each of many consortia, killed half-way and resumed, and once more with nothing changed."""
    small, large = (write_members(folder / f"{count}.csv", count) for count in (consortia // 10, consortia))
    small_out, out = folder / "small", folder / "large"
    first = run([YOSAN, "batch", small, "--lang", "ja", "--out", small_out])
    slow = plain(batch_jobs(small_out, PLAIN_RUNS), folder, 1)
    command = [YOSAN, "batch", large, "--lang", "ja", "--out", out]
    whole = run(command)
    show("batches", {"small": [first], f"plain, {PLAIN_RUNS} reports": [slow], "large": [whole]})
    print(f"\n{consortia / whole.wall_s:.2f} reports a second; plain extrapolated from {PLAIN_RUNS} runs")
    tell("wall: plain / yosan batch", [slow.wall_s * consortia / PLAIN_RUNS], [whole.wall_s])
    tell(f"peak memory of the parent: {consortia} / {consortia // 10}", [whole.peak_mb], [first.peak_mb])
    found = interleaved(
        {"python -c pass": partial(run, [sys.executable, "-c", "pass"]), "no change": partial(run, command)}, 20
    )
    assert "fresh in" in found["no change"][0].said
    tell(f"wall: {consortia} unchanged / python -c pass", *([r.wall_s for r in found[n]] for n in reversed(found)))
    print(_resume(small, folder / "killed", consortia // 10))


def compare_steady(folder: Path, consortia: int, rounds: int) -> None:
    """Enough reports that what a command costs once hardly counts."""
    members = write_members(folder / "steady.csv", consortia)
    command = ("batch", members, "--lang", "ja")
    run([YOSAN, *command, "--out", folder / "steady"])
    jobs = batch_jobs(folder / "steady", MIX)
    found = interleaved({"yosan batch": partial(ours, folder, *command), "floor": partial(floor, jobs, folder)}, rounds)
    show(f"{consortia} reports, floor of {MIX}", found)
    least = [run.cpu_s * consortia / MIX for run in found["floor"]]
    tell("processor: yosan batch / floor, scaled", [run.cpu_s for run in found["yosan batch"]], least)


def _resume(members: Path, out: Path, total: int) -> str:
    """Kill a batch half-way and let the next one finish it."""
    command = [YOSAN, "batch", members, "--lang", "ja", "--out", out]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while len(list(out.glob("ja/*.receipt.json"))) < total // 2:
        time.sleep(0.2)
    process.kill()
    clock.wait_for_orphans()
    return f"killed half-way and started again: {run(command).said.strip()}"


def compare_cluster(folder: Path, consortia: int) -> None:
    """The same reports here and on a Dask cluster of two workers."""
    members = write_members(folder / "cluster.csv", consortia)
    here = run([YOSAN, "batch", members, "--lang", "ja", "--jobs", "2", "--out", folder / "here"])
    there = run([sys.executable, HERE / "cluster.py", members, folder / "there"])
    show(f"{consortia} reports", {"two threads": [here], "Dask, two workers": [there]})
    tell("wall: Dask / threads", [there.wall_s], [here.wall_s])
    print("same bytes" if _bytes(folder / "here") == _bytes(folder / "there") else "DIFFERENT BYTES")


def repeat(folder: Path, times: int) -> None:
    """The same build over and over, with more jobs than cores."""
    found = set()
    for place in range(times):
        out = folder / f"build-{place}"
        run([YOSAN, "build", "--jobs", "4", "--out", out])
        found.add(_bytes(out))
    print(f"\n{times} builds with 4 jobs: {len(found)} different result(s)")


def _bytes(folder: Path) -> str:
    mark = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        mark.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return mark.hexdigest()


def show(title: str, found: dict[str, list[Run]]) -> None:
    print(f"\n{title}; medians, rounds: {', '.join(f'{name} {len(runs)}' for name, runs in found.items())}\n")
    print("| way | wall s | processor s | others' processor s |\n|---|---:|---:|---:|")
    for name, runs in found.items():
        middle = [statistics.median(getattr(r, field) for r in runs) for field in ("wall_s", "cpu_s", "foreign_s")]
        print(f"| {name} | {' | '.join(f'{value:.3f}' for value in middle)} |")
    print(flush=True)


def tell(name: str, above: Sequence[float], below: Sequence[float]) -> None:
    print(f"- {name}: **{ratio(above, below):.2f}**", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", default=["set", "nothing", "batch", "steady", "cluster", "repeat"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--consortia", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = {
            "set": lambda: compare_sets(folder, options.rounds),
            "nothing": lambda: compare_nothing(folder, options.rounds),
            "batch": lambda: compare_batches(folder, options.consortia),
            "steady": lambda: compare_steady(folder, options.consortia // 5, options.rounds),
            "cluster": lambda: compare_cluster(folder, options.consortia // 5),
            "repeat": lambda: repeat(folder, 20),
        }
        for part in options.parts:
            parts[part]()


if __name__ == "__main__":
    main()
