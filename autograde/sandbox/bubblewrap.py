"""The command line of the sandbox: what a submission's processes see, and what they don't.

/usr, Python and its packages   read-only
course/ and datasets/           read-only, under their own names: forked kernels come from outside
/run/seeds                      the kernel's two sockets and its settings, read-only
/tmp                            the only place to write: a memory file system of limited size
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import course
from autograde.sandbox.limits import Limits
from autograde.sandbox.seccomp import system_call_filter
from course.data import datasets_folder

SOCKETS, HOME, WORK = "/run/seeds", "/tmp/home", "/tmp/work"
LIBRARY = str(Path(course.__file__).resolve().parents[1])
SHARED_MEMORY_BYTES = 64 * 2**20
INSTALL = "apt-get install bubblewrap"

_ETC = ("ld.so.cache", "fonts", "localtime", "alternatives")
_PASSWD = f"student:x:1000:1000::{HOME}:/bin/sh\n".encode()
_GROUP = b"student:x:1000:\n"
_ISOLATION = (
    *("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup"),
    *("--hostname", "sandbox", "--die-with-parent", "--new-session", "--clearenv"),
)
_AS_USER = ("--unshare-user", "--disable-userns", "--uid", "1000", "--gid", "1000")
_FIRST_UNUSED_UID = 2 * 10**9  # with a process id added: of nobody else on this machine


class SandboxError(RuntimeError):
    """No sandbox can be made on this machine; the message says why and what to do."""


def require_bubblewrap() -> None:
    """Raise `SandboxError` unless a sandbox can be started here."""
    if shutil.which("bwrap") is None:
        raise SandboxError(f"the program bwrap is missing; on Debian: {INSTALL}")
    arguments, prefix = _identity()
    command = ["bwrap", *_ISOLATION, *arguments, *_system(), "--", *prefix, "/usr/bin/true"]
    tried = subprocess.run(command, capture_output=True, text=True)
    if tried.returncode != 0:
        raise SandboxError(
            f"this machine lets bwrap make no namespaces ({tried.stderr.strip() or 'no reason'}); "
            "allow unprivileged user namespaces, or, only for work of people you trust, ask for "
            'sandbox="none"'
        )


def command(
    program: list[str],
    sockets: Path,
    files: Mapping[str, bytes],
    environment: Mapping[str, str],
    limits: Limits,
    *,
    as_process_1: bool = False,
) -> tuple[list[str], list[int]]:
    """The command line that runs `program` in a sandbox, and the descriptors that it is to inherit.

    Parameters
    ----------
    sockets : folder on this machine that is seen as /run/seeds.
    files : relative name → content, put into the work folder.
    as_process_1 : whether `program` takes the place of bwrap's own first process in there.
    """
    descriptors = [_memory_file(_PASSWD), _memory_file(_GROUP)]
    identity, prefix = _identity()
    arguments = [*_ISOLATION, *identity, *_system()]
    arguments += ["--as-pid-1"] * as_process_1
    arguments += ["--ro-bind-data", str(descriptors[0]), "/etc/passwd"]
    arguments += ["--ro-bind-data", str(descriptors[1]), "/etc/group"]
    arguments += [*_bind(sockets, SOCKETS), "--remount-ro", "/proc"]
    arguments += _writable("/dev/shm", SHARED_MEMORY_BYTES)
    # a little more than the limit, so that the watch can tell that the limit was passed
    arguments += _writable("/tmp", limits.disk_bytes + 2**20)
    arguments += _read_only()  # after /tmp, since Python may lie there
    for folder in (HOME, WORK):
        arguments += ["--perms", "0777", "--dir", folder]
    for name, content in _all_files(files):
        descriptors.append(_memory_file(content))
        arguments += [*_open_parents(name), "--perms", "0666", "--file", str(descriptors[-1]), name]
    arguments += ["--chdir", WORK, "--remount-ro", "/dev", "--remount-ro", "/"]
    for name, value in environment.items():
        arguments += ["--setenv", name, value]
    system_calls = system_call_filter()
    if system_calls is not None:
        descriptors.append(_memory_file(system_calls))
        arguments += ["--seccomp", str(descriptors[-1])]
    listed = _memory_file("\0".join(arguments).encode())
    return ["bwrap", "--args", str(listed), "--", *prefix, *program], [*descriptors, listed]


def hand_over(folder: Path) -> None:
    """Give a private folder, and what is in it, to whoever will run in the sandbox."""
    if os.geteuid() == 0:
        for path in (folder, *folder.iterdir()):
            os.chown(path, unused_uid(), unused_uid())


def _identity() -> tuple[list[str], list[str]]:
    """Who runs in the sandbox, as arguments of bwrap and as a prefix of the command.

    An ordinary user becomes a user of a namespace of its own. Root gives up its rights and becomes
    a user that nothing belongs to: as root of the machine, even without rights, it would own the
    machine's files.
    """
    if os.geteuid() != 0:
        return [*_AS_USER, "--cap-drop", "ALL"], []
    user = str(unused_uid())
    identity = ["--reuid", user, "--regid", user, "--clear-groups"]
    rights = ["--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"]
    rights += ["--pdeathsig", "KILL"]  # bwrap had asked for it; another user is not signalled
    return [], ["/usr/bin/setpriv", *identity, *rights]


def unused_uid() -> int:
    """The user that root's sandboxes run as."""
    return _FIRST_UNUSED_UID + os.getpid()


def _bind(path: Path, seen_as: str) -> list[str]:
    """Show a folder of this machine, read-only."""
    return [*_open_parents(seen_as), "--ro-bind", str(path), seen_as]


def _writable(folder: str, n_bytes: int) -> list[str]:
    return ["--perms", "0777", "--size", str(n_bytes), "--tmpfs", folder]


def _open_parents(path: str) -> list[str]:
    """Make the folders above `path` such that everybody can pass through them."""
    mode = "0777" if path.startswith((f"{WORK}/", f"{HOME}/")) else "0755"
    parents = [str(parent) for parent in reversed(Path(path).parents)]
    return [part for parent in parents[1:] for part in ("--perms", mode, "--dir", parent)]


def _system() -> list[str]:
    """System folders: /usr as it is, and what programs need of /etc."""
    arguments = ["--ro-bind", "/usr", "/usr", "--proc", "/proc", "--dev", "/dev"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        path = Path("/", name)
        if path.is_symlink():
            arguments += ["--symlink", os.readlink(path), str(path)]
        elif path.exists():
            arguments += ["--ro-bind", str(path), str(path)]
    for name in _ETC:
        arguments += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    return arguments


def _read_only() -> list[str]:
    """Python, its packages, and the course; never solutions, grader, home or course folder."""
    prefixes = {Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve()}
    binds = {path for path in prefixes if not path.is_relative_to("/usr")}
    shown = {Path("/usr"), *binds}
    secrets = {Path(course.__file__).resolve().parents[1], Path.home(), Path.cwd()} - shown
    masks = {secret for secret in secrets if any(map(secret.is_relative_to, shown))}
    arguments = []
    for path in sorted(binds | masks, key=lambda path: len(path.parts)):  # the inner one last
        arguments += ["--tmpfs", str(path)] if path in masks else _bind(path, str(path))
    package = Path(course.__file__).resolve().parent
    arguments += _bind(package, str(package))
    if package not in datasets_folder().parents:
        arguments += _bind(datasets_folder(), str(datasets_folder()))
    return arguments


def _all_files(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The submission's files, and matplotlib's list of fonts, which takes seconds to make."""
    import matplotlib

    for name, content in files.items():
        yield f"{WORK}/{name}", content
    for path in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):
        yield f"{HOME}/.cache/matplotlib/{path.name}", path.read_bytes()


def _memory_file(content: bytes) -> int:
    """A descriptor from which `content` can be read."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        descriptor = os.dup(file.fileno())
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor
