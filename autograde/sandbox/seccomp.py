"""A system-call filter: what no lab needs, and what would get round a limit, is refused (EPERM).

Memory made by `memfd_create` or `shmget` belongs to no process, so the watch on memory would not
see it; the others are the calls through which most escapes from a sandbox have gone. `clone` may
make no user namespace; `clone3` is said not to exist (ENOSYS), since a filter cannot see its flags,
and the C library then uses `clone`.
"""

from __future__ import annotations

import platform
import struct

_X86_64, _AARCH64 = 0xC000003E, 0xC00000B7  # AUDIT_ARCH_… of <linux/audit.h>
_FIRST_X32 = 0x40000000  # x86-64's second numbering of the same calls

# numbers from <asm/unistd.h>: x86-64, arm64
_REFUSED = {
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "open_by_handle_at": (304, 265),
    "kexec_load": (246, 104),
    "syslog": (103, 116),
}

_CLONE, _CLONE3 = (56, 220), 435
_CLONE_NEWUSER = 0x10000000

_LOAD, _EQUAL, _AT_LEAST, _HAS_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # <linux/bpf_common.h>
_ALLOW, _KILL = 0x7FFF0000, 0x80000000  # SECCOMP_RET_…
_REFUSE, _UNKNOWN = 0x00050000 | 1, 0x00050000 | 38  # SECCOMP_RET_ERRNO with EPERM, ENOSYS
_NUMBER, _ARCHITECTURE, _FLAGS = 0, 4, 16  # offsets in struct seccomp_data; flags of clone


def system_call_filter() -> bytes | None:
    """The filter as a classic BPF program for `bwrap --seccomp`; None on other processors."""
    machine = platform.machine()
    if machine not in ("x86_64", "aarch64"):
        return None
    column, architecture = (0, _X86_64) if machine == "x86_64" else (1, _AARCH64)
    refused = [numbers[column] for numbers in _REFUSED.values()]
    end = [
        (_EQUAL, 5, 0, _CLONE3),
        (_EQUAL, 1, 0, _CLONE[column]),
        (_RETURN, 0, 0, _ALLOW),
        (_LOAD, 0, 0, _FLAGS),
        (_HAS_BIT, 2, 0, _CLONE_NEWUSER),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _UNKNOWN),
        (_RETURN, 0, 0, _REFUSE),
    ]
    # a jump goes over as many steps as its first number says; the last step refuses
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, len(refused) + len(end) - 1, 0, _FIRST_X32),
        *((_EQUAL, len(refused) - i + len(end) - 2, 0, n) for i, n in enumerate(refused)),
        *end,
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
