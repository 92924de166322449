"""papermill's engine ``yosan``: a notebook's cells run in a warm process instead of a kernel that must start first.

ipykernel's own in-process kernel does the work, so cells mean what they mean in JupyterLab. papermill still injects
parameters, records metadata and marks errors.

Names that their packages do not promise to keep, and what each buys ``yosan.render``; a test looks up every one.

- ``ipykernel.iostream.IOPubThread._setup_event_pipe`` : emptied, so that no socket, whose threads would not survive
  a fork, opens in the warm process.
- ``ipykernel.iostream.IOPubThread.schedule`` : publishes at once; a thread woken for each output, and each cell
  tokenized twice, cost 8 % of a build.
- ``ipykernel.inprocess.ipkernel.InProcessKernel._underlying_iopub_socket`` : what is published to; the client listens.
- ``ipykernel.kernelbase.Kernel._supports_kernel_subshells``, ``ipykernel.kernelbase.Kernel.shell_channel_thread`` :
  say that there are no subshells, so that a cell with a top-level await runs.
- ``ipykernel.kernelbase.Kernel._execute_sleep`` : none; the stock kernel waits a millisecond after each cell for
  output on its way, and here none is.
- ``ipykernel.kernelbase.Kernel.dispatch_shell``, ``ipykernel.inprocess.ipkernel.InProcessKernel.shell_stream``,
  ``ipykernel.inprocess.channels.InProcessChannel.call_handlers`` : run a cell on the main thread, as a kernel does.
- ``ipykernel.ipkernel.IPythonKernel.compiler_class``, ``IPython.core.compilerop.CachingCompiler`` : name cells without
  the debugger's hash in pure Python.
- ``IPython.core.interactiveshell.InteractiveShell.transform_cell`` : transforms a cell once.
- ``multiprocessing.forkserver.ensure_running`` : starts the warm process while the caller still plans.
- ``multiprocessing.forkserver._forkserver`` : knows the warm process, which adopts what a report leaves behind.
- ``multiprocessing.spawn._fixup_main_from_name``, ``multiprocessing.spawn._fixup_main_from_path`` : emptied, so that
  no report imports the program that asked for it; a cluster's worker took a third longer.
- ``nbconvert.exporters.TemplateExporter.from_notebook_node`` : renders a page that HTMLExporter's own method would
  parse once more, and spoil the drawings of.
- ``papermill.engines.NotebookExecutionManager``, ``papermill.engines.PapermillEngines.execute_notebook_with_engine``,
  ``papermill.execute.raise_for_execution_errors`` : execute a notebook and write its drawings to no second file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from threading import RLock
from types import SimpleNamespace
from typing import Any

import nbformat
from ipykernel.inprocess.blocking import BlockingInProcessKernelClient
from ipykernel.inprocess.ipkernel import InProcessInteractiveShell, InProcessKernel
from ipykernel.inprocess.manager import InProcessKernelManager
from ipykernel.iostream import IOPubThread, OutStream
from IPython.core.compilerop import CachingCompiler
from papermill.engines import NBClientEngine, NotebookExecutionManager
from traitlets import Type, default
from traitlets.config import Config

from yosan import root
from yosan.render import isolated, reads

# parallel reports would queue for the reader's one history file
_NO_HISTORY = Config({"HistoryManager": {"enabled": False}})


class YosanEngine(NBClientEngine):
    """Runs each notebook in a process forked from a warm one.

    A notebook in another language than Python gets an ordinary kernel, as do all where processes cannot be forked.
    """

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:
        """Execute the notebook of ``nb_man``; papermill calls this."""
        if not isolated.inside():
            streams = ("stdout_file", "stderr_file")  # stay with this process
            sent = {name: option for name, option in options.items() if name not in streams}
            nb_man.nb = isolated.call(_execute, nb_man.nb, kernel_name, sent)
        elif isolated.WARM and nb_man.nb.metadata.get("kernelspec", {}).get("language", "python") == "python":
            super().execute_managed_notebook(nb_man, kernel_name, **options, km=_Manager())
        else:
            reads.assume_all()
            os.environ[root.VARIABLE] = root.project()  # for the process that it starts
            super().execute_managed_notebook(nb_man, kernel_name, **options)
        return nb_man.nb


def _execute(notebook: nbformat.NotebookNode, kernel_name: str, options: dict[str, Any]) -> nbformat.NotebookNode:
    manager = NotebookExecutionManager(notebook, progress_bar=False)
    manager.notebook_start()
    return YosanEngine.execute_managed_notebook(manager, kernel_name, **options)


class _Client(BlockingInProcessKernelClient):
    """Speaks to the kernel within nbclient's event loop."""

    def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return at once: the kernel is an object of this process."""

    async def execute(self, code: str, **content: Any) -> str:
        """Run a cell here, on the main thread: the stock client would hand it to another one while a loop runs."""
        content = {"code": code, "silent": False, "user_expressions": {}, "allow_stdin": False, **content}
        message = self.session.msg("execute_request", content)
        stream = self.kernel.shell_stream
        self.session.send(stream, message)
        await self.kernel.dispatch_shell(stream.recv_multipart())
        _, reply = self.session.recv(stream, copy=False)
        self.shell_channel.call_handlers(reply)
        return str(message["header"]["msg_id"])


class _Publisher(IOPubThread):
    """Hands on at once what cells show; the stock one wakes and awaits a thread, a hundred times a report."""

    def __init__(self, socket: Any, session: Any) -> None:
        self._turn = RLock()  # a cell's own threads may print
        super().__init__(socket, session=session)

    def _setup_event_pipe(self) -> None:
        """Nothing to wake."""

    def schedule(self, f: Callable[[], object]) -> None:
        with self._turn:
            f()


class _Shell(InProcessInteractiveShell):
    """The in-process shell."""

    _transformed: tuple[object, str] = (None, "")

    def transform_cell(self, raw_cell: str) -> str:
        """Transform a cell once: ipykernel looks whether it awaits, then has IPython begin anew."""
        key = (self.execution_count, raw_cell)
        if self._transformed[0] != key:
            self._transformed = (key, super().transform_cell(raw_cell))
        return self._transformed[1]


class _Kernel(InProcessKernel):
    """The in-process kernel with two gaps filled, and without what only a debugger or a distant reader needs."""

    # a cell with a top-level await asks which thread a subshell belongs to; here there are no subshells
    shell_channel_thread = SimpleNamespace(parent_thread=None)
    _supports_kernel_subshells = False
    _execute_sleep = 0.0
    shell_class = Type(_Shell)
    # the stock one names each cell for debuggers, by a hash in pure Python
    compiler_class = Type(CachingCompiler)

    @default("iopub_thread")  # type: ignore[untyped-decorator]
    def _publisher(self) -> _Publisher:
        return _Publisher(self._underlying_iopub_socket, self.session)


@cache
def kernel() -> InProcessKernel:
    """Create the process's kernel; a warm process does so before any report needs one."""
    return _Kernel(config=_NO_HISTORY)


class _Manager(InProcessKernelManager):
    """Starts the kernel as nbclient expects of a manager."""

    client_class = f"{__name__}._Client"

    def start_kernel(self, **options: Any) -> None:
        """Take the kernel into use and let it have the process's output, that of native code included."""
        self.kernel = kernel()
        self.session = self.kernel.session
        self.session.pid = os.getpid()  # not that of the process it was created in
        for name in ("stdout", "stderr"):
            stream = OutStream(self.session, self.kernel.iopub_thread, name, watchfd="force")
            setattr(self.kernel, name, stream)
            # the kernel labels output with its cell on the stream that is in place when the cell arrives
            setattr(sys, name, stream)
