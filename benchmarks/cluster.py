"""A batch on a Dask cluster of two workers on this machine: ``python benchmarks/cluster.py MEMBERS OUT``."""

import sys

import dask
from distributed import LocalCluster

from yosan.cli.main import main

if __name__ == "__main__":
    members, out = sys.argv[1:]
    # each report has a process of its own, which a daemonic worker may not start
    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
    ):
        address = cluster.scheduler_address
        sys.exit(main(["batch", members, "--lang", "ja", "--out", out, "--dask", address]))
