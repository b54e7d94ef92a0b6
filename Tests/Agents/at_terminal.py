#!/usr/bin/env python3
"""Runs a command at a terminal of its own, as a person would have it, and types when it asks.

    at_terminal.py SECONDS RULES.json COMMAND [ARGUMENT ...]

RULES is a list of [PATTERN, KEYS, ...]: where PATTERN (a regular expression) is in what was written
since the last key, each of KEYS is typed, as a burst of its own. A rule is used once, the first that
fits first. What the command wrote goes to standard output, without what moves or colours it; the
exit status is the command's, or 124 where it did not end in time.
"""
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

MOVES = re.compile(rb"\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b\[[0-9;?>=<]*[@-~]|\x1b[()][A-Z0-9]|\x1b.")
# What a program asks its terminal, and what one that can do little answers.
QUESTIONS = [(b"\x1b[6n", b"\x1b[1;1R"), (b"\x1b[c", b"\x1b[?1;2c")]
# Keys that come at once look like something pasted.
BURST_SECONDS = 0.3
# A screen is drawn in several writes; what it says counts when it has stopped.
QUIET_SECONDS = 0.7


def main():
    seconds, rules, command = float(sys.argv[1]), json.load(open(sys.argv[2])), sys.argv[3:]
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    end = time.monotonic() + seconds
    fresh, is_over = b"", False
    while not is_over and time.monotonic() < end:
        if select.select([terminal], [], [], QUIET_SECONDS)[0]:
            try:
                written = os.read(terminal, 65536)
            except OSError:
                written = b""
            is_over = not written
            for question, answer in QUESTIONS:
                if question in written:
                    os.write(terminal, answer)
            fresh += written
        else:
            shown = MOVES.sub(b" ", fresh).decode(errors="replace")
            rule = next((rule for rule in rules if re.search(rule[0], shown)), None)
            if rule:
                rules.remove(rule)
                sys.stdout.write(shown)
                fresh = b""
                for keys in rule[1:]:
                    os.write(terminal, keys.encode())
                    time.sleep(BURST_SECONDS)
    sys.stdout.write(MOVES.sub(b" ", fresh).decode(errors="replace"))
    if not is_over:
        os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    sys.exit(124 if not is_over else status % 256)


main()
