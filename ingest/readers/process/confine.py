"""What the reading process may not do, told to the kernel: open connections, write files, start or touch processes.

The filter of system calls is Linux's own (seccomp), for the two machines that reports are read on, and needs no
rights. Elsewhere only the bounds on files hold.
"""

import ctypes
import errno
import platform
import resource
import struct
import sys
from typing import NamedTuple


class SystemCalls(NamedTuple):
    """Numbers of one kind of machine."""

    audit: int
    """How the kernel names the machine to a filter."""
    seccomp: int
    refused: tuple[int, ...]


MACHINES = {
    # In order: socket, kill, execve, execveat, ptrace, process_vm_readv, process_vm_writev, io_uring_setup (which
    # could do what the others may not).
    "x86_64": SystemCalls(0xC000003E, 317, (41, 62, 59, 322, 101, 310, 311, 425)),
    "aarch64": SystemCalls(0xC00000B7, 277, (198, 129, 221, 281, 117, 270, 271, 425)),
}
MOST_OPEN_FILES = 64
"""The child has about a dozen open: its pipe, the file that it reads, shared libraries while they are loaded."""
_OTHER_NUMBERS = 0x40000000
"""From here on x86-64 counts the system calls of its 32-bit pointers: a second door to each of them."""
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
"""Operations of the kernel's filter language: load a word of the call, compare and jump, end."""
_CALL, _MACHINE = 0, 4
"""Where a call's number and its machine stand, in bytes."""
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
_NO_NEW_PRIVILEGES = 38
"""PR_SET_NO_NEW_PRIVS of prctl(2): without it only root may set a filter."""
_SET_FILTER, _ALL_THREADS = 1, 1
"""SECCOMP_SET_MODE_FILTER and SECCOMP_FILTER_FLAG_TSYNC of seccomp(2)."""


def confine() -> bool:
    """Take from this process, for good, what reading doesn't need; whether the system calls could be filtered."""
    for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(limit, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_OPEN_FILES if hard == resource.RLIM_INFINITY else min(MOST_OPEN_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    calls = MACHINES.get(platform.machine()) if sys.platform == "linux" else None
    return calls is not None and _filter(calls)


def _filter(calls: SystemCalls) -> bool:
    program = write_filter(calls)
    instructions = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(instructions))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return bool(libc.syscall(calls.seccomp, _SET_FILTER, _ALL_THREADS, described) == 0)


def write_filter(calls: SystemCalls) -> bytes:
    """The kernel's program that refuses these calls, eight bytes for each instruction.

    An instruction is its operation, how many to leap if the comparison holds and if not, and a number.
    """
    last = len(calls.refused)
    tests = [(_EQUAL, last - row, 0, number) for row, number in enumerate(calls.refused)]
    program = [
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 0, last + 3, calls.audit),
        (_LOAD, 0, 0, _CALL),
        (_AT_LEAST, last + 1, 0, _OTHER_NUMBERS),
        *tests,
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in program)
