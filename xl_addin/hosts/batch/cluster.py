"""The same work on the computers of a Dask cluster; they have this program and see the folders under the same paths.

Each worker of the cluster works on a file in an isolated process of its own, with the same limits as here. A worker
that is lost gives its files to the others; a file that two workers are lost with is named.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

from xl_addin.hosts.batch.crew import Event
from xl_addin.hosts.batch.isolation import DIED, Isolated, Limits, Note
from xl_addin.hosts.batch.work import Task
from xl_addin.values.errors import InputError
from xl_addin.version import __version__

_LOST: Final = "集群里处理它的工作机反复失去联系，已单独隔离，请检查文件或报给维护人员"
_WAIT: Final = "30s"


def work_on_cluster(tasks: Sequence[tuple[str, Task]], limits: Limits, address: str) -> Iterator[Event]:
    """Work on the files with the workers at an address; give the events as they come. InputError if none answers."""
    distributed = _distributed()
    try:
        client = distributed.Client(address, timeout=_WAIT)
    except (OSError, ValueError) as error:
        raise InputError(f"连不上集群“{address}”（{type(error).__name__}），请核对地址，并确认调度程序已启动") from None
    with client:
        _refuse_others(client, address)
        given = asdict(limits)
        futures = {
            client.submit(
                work_apart, asdict(task), given, key=f"xl_addin-{key}-{os.getpid()}", pure=False, retries=0
            ): key
            for key, task in tasks
        }
        for key in futures.values():
            yield key, None
        for future in distributed.as_completed(list(futures)):
            key = futures[future]
            if future.status == "finished":
                yield key, future.result()
            else:
                yield key, _failed(future.exception())
            future.release()


def work_apart(task: dict[str, Any], limits: dict[str, Any]) -> Note:
    """What a worker of the cluster does with one file."""
    return _isolated(**limits).do(Task(**task))


@lru_cache(maxsize=1)
def _isolated(seconds: float, megabytes: int) -> Isolated:
    return Isolated(Limits(seconds, megabytes))


def cluster_version() -> str:
    """The version of this program on a worker."""
    return __version__


def _refuse_others(client: Any, address: str) -> None:
    """InputError unless there are workers, and all of them have this version of the program."""
    try:
        versions = client.run(cluster_version)
    except Exception:  # whatever a worker without this program answers
        raise InputError(f"集群“{address}”的工作机上没有装本程序，或版本不同，请先装 xl_addin {__version__}") from None
    if not versions:
        raise InputError(f"集群“{address}”没有工作机，请先启动 dask worker")
    if set(versions.values()) != {__version__}:
        raise InputError(f"集群“{address}”的工作机版本不同，请都装 xl_addin {__version__}")


def _failed(error: BaseException | None) -> Note:
    if type(error).__name__ == "KilledWorker":
        return {"status": DIED, "reason": _LOST}
    said = error.message if isinstance(error, InputError) else type(error).__name__
    return {"status": DIED, "reason": f"集群没有处理完（{said}）"}


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError:
        wanted = "--cluster 要用 distributed，本机没有安装：请先运行 pip install “xl_addin[cluster]”"
        raise InputError(f"{wanted}，或去掉 --cluster 在本机处理") from None
